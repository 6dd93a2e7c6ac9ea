namespace Kernel.Containers;

/// <summary>A container cannot be started as planned.</summary>
/// <param name="message">Why, for people.</param>
public sealed class LaunchFailedException(string message) : Exception(message);
