using Kernel.Agent.Core;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>A command task's process, and what its agent has not acknowledged of it.</summary>
public sealed class SimContainer(ExecutorRun run, AgentTask task)
{
    /// <summary>The executor that it belongs to.</summary>
    public ExecutorRun Run { get; } = run;

    /// <summary>The task.</summary>
    public AgentTask Task { get; } = task;

    /// <summary>Statuses that the agent has not acknowledged, in order.</summary>
    public List<TaskStatus> Unacknowledged { get; } = [];

    /// <summary>Whether the process has ended.</summary>
    public bool IsOver { get; set; }
}
