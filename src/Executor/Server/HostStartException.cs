namespace Kernel.Executor.Server;

/// <summary>An executor host cannot begin.</summary>
/// <param name="message">Why, for people.</param>
public sealed class HostStartException(string message) : Exception(message);
