using Kernel.Master.Core;

namespace Kernel.Tests.Simulation.World;

/// <summary>What a simulated cluster is made of, and what may happen to it.</summary>
public sealed record SimOptions
{
    /// <summary>How many masters share the registry.</summary>
    public int Masters { get; init; } = 2;

    /// <summary>The flags of the masters.</summary>
    public MasterSettings Settings { get; init; } = new() { AgentReregisterTimeout = TimeSpan.FromMinutes(2) };

    /// <summary>How many agents there are, each with an executor host.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>How many scripted frameworks there are.</summary>
    public int Frameworks { get; init; } = 2;

    /// <summary>Whether Marathon runs too, with apps of its own.</summary>
    public bool HasMarathon { get; init; }

    /// <summary>Whether Chronos runs too, with jobs of its own.</summary>
    public bool HasChronos { get; init; }

    /// <summary>What each agent has.</summary>
    public string AgentResources { get; init; } = "cpus:4;mem:1024;disk:1000;ports:[31000-31099]";

    /// <summary>How many tasks each framework keeps running.</summary>
    public int TasksWanted { get; init; } = 4;

    /// <summary>For how long faults happen.</summary>
    public TimeSpan Trouble { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time between two faults, on average.</summary>
    public TimeSpan FaultInterval { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a healed cluster may take until everything is as it should be.</summary>
    public TimeSpan Convergence { get; init; } = TimeSpan.FromMinutes(30);
}
