using System.Collections.Immutable;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>A framework that has executors here.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Info">What it says of itself.</param>
/// <param name="Pid">The address of its driver; empty for frameworks of the HTTP API.</param>
public sealed record AgentFramework(FrameworkId Id, V1.FrameworkInfo Info, string Pid)
{
    /// <summary>Whether it is being shut down: its updates are no longer sent.</summary>
    public bool IsTerminating { get; init; }

    /// <summary>Executors that have ended, the oldest first; bounded.</summary>
    public ImmutableList<ExecutorRun> CompletedExecutors { get; init; } = [];

    /// <summary>Whether its tasks survive a restart of the agent.</summary>
    public bool Checkpoints => Info.Checkpoint;

    /// <summary>Whether it understands the states that partition awareness brought.</summary>
    public bool IsPartitionAware =>
        Info.Capabilities.Any(static capability =>
            capability.Type == V1.FrameworkInfo.Types.Capability.Types.Type.PartitionAware);
}
