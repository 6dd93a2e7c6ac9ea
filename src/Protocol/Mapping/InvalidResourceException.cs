namespace Kernel.Protocol;

/// <summary>A resource message breaks the rules of Mesos (mesos.md 5.9); the message says which one.</summary>
public sealed class InvalidResourceException(string message) : Exception(message);
