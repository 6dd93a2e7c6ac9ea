namespace Kernel.Model;

/// <summary>One durable change: a key given a value, or deleted.</summary>
/// <param name="Key"><c>component/kind/id</c>.</param>
/// <param name="Value">The new value, a serialized <c>kernel.store</c> message; null deletes the key.</param>
public readonly record struct Write(string Key, byte[]? Value);
