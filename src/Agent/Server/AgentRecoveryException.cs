namespace Kernel.Agent.Server;

/// <summary>An agent cannot go on: what it stored does not go with what it is now.</summary>
/// <param name="message">Why, and what to do about it.</param>
public sealed class AgentRecoveryException(string message) : Exception(message);
