namespace Kernel.Chronos.Core;

/// <summary>A job cannot be taken; the message says why, naming the field.</summary>
public sealed class JobRefusedException(string message) : Exception(message);
