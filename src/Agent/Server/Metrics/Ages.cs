namespace Kernel.Agent.Server.Metrics;

/// <summary>Times that an agent's metrics tell.</summary>
/// <param name="UptimeSeconds">How long the agent has run.</param>
/// <param name="SandboxSecondsMax">How long sandboxes of the past are kept, as full as the disk is.</param>
public readonly record struct Ages(double UptimeSeconds, double SandboxSecondsMax);
