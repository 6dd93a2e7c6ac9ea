using System.Collections.Immutable;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>Who runs an executor's tasks.</summary>
public enum HostedKind
{
    /// <summary>The host, one command task (Mesos: src/launcher/executor.cpp).</summary>
    Command,

    /// <summary>The host, task groups (Mesos: src/launcher/default_executor.cpp).</summary>
    Default,

    /// <summary>A program of the framework's.</summary>
    Custom,
}

/// <summary>An executor that the host runs, or is.</summary>
public sealed record HostedExecutor
{
    /// <summary>Its container.</summary>
    public required string ContainerId { get; init; }

    /// <summary>Its container's plan.</summary>
    public required Wire.ContainerPlan Plan { get; init; }

    /// <summary>Who runs its tasks.</summary>
    public required HostedKind Kind { get; init; }

    /// <summary>Its id.</summary>
    public required string ExecutorId { get; init; }

    /// <summary>Whether it outlives its agent for a while.</summary>
    public required bool Checkpoints { get; init; }

    /// <summary>Whether its framework wants to be told TASK_KILLING.</summary>
    public required bool TellsKilling { get; init; }

    /// <summary>The containers of its tasks that are not over; that of a command task is the executor's own.</summary>
    public ImmutableList<string> Tasks { get; init; } = [];

    /// <summary>Statuses that the agent has not acknowledged, the oldest first.</summary>
    public ImmutableList<V1.TaskStatus> Unacknowledged { get; init; } = [];

    /// <summary>Whether it ever had a task: one that had ends with its last.</summary>
    public bool HasHadTasks { get; init; }

    /// <summary>Whether a program of the framework's runs in its container, or is about to.</summary>
    public bool HasProcess { get; init; }

    /// <summary>Whether it is to end.</summary>
    public bool IsEnding { get; init; }

    /// <summary>Whether it is to be gone at once, and nothing told of its tasks.</summary>
    public bool IsDestroyed { get; init; }

    /// <summary>What will be told of its end.</summary>
    public Wire.Exited Exit { get; init; } = new();
}
