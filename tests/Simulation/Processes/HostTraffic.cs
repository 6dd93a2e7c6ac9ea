namespace Kernel.Tests.Simulation.Processes;

/// <summary>What an agent and its executor host say besides calls and events.</summary>
public static class HostTraffic
{
    /// <summary>The agent's first word.</summary>
    public sealed record Hello;

    /// <summary>The host's answer.</summary>
    public sealed record Welcome(IReadOnlyCollection<string> Containers);
}
