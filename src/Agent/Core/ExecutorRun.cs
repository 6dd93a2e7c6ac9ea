using System.Collections.Immutable;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Who runs an executor's tasks.</summary>
public enum ExecutorKind
{
    /// <summary>The executor host, for one command task.</summary>
    Command,

    /// <summary>The executor host, for task groups (<c>ExecutorInfo.type</c> DEFAULT).</summary>
    Default,

    /// <summary>A program of the framework's, which speaks the executor API.</summary>
    Custom,
}

/// <summary>How far an executor's life has come.</summary>
public enum ExecutorState
{
    /// <summary>Its sandbox is being prepared: directories, fetched files.</summary>
    Preparing,

    /// <summary>It was started and has not subscribed yet.</summary>
    Registering,

    /// <summary>It takes tasks.</summary>
    Running,

    /// <summary>It was told to shut down.</summary>
    Terminating,

    /// <summary>Its container has ended; updates of its tasks are not all acknowledged.</summary>
    Terminated,
}

/// <summary>Why an executor's remaining tasks end when its container does.</summary>
/// <param name="State">The state that they end in.</param>
/// <param name="Reason">The reason of that.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record ExecutorEnding(V1.TaskState State, V1.TaskStatus.Types.Reason Reason, string Message);

/// <summary>One run of an executor in one container.</summary>
public sealed record ExecutorRun
{
    /// <summary>Whose executor it is.</summary>
    public required ExecutorKey Key { get; init; }

    /// <summary>The id of its container.</summary>
    public required string ContainerId { get; init; }

    /// <summary>What the framework, or the agent for a command task, says of it.</summary>
    public required V1.ExecutorInfo Info { get; init; }

    /// <summary>Who runs its tasks.</summary>
    public required ExecutorKind Kind { get; init; }

    /// <summary>Its sandbox; an absolute path.</summary>
    public required string Directory { get; init; }

    /// <summary>The user that it runs as.</summary>
    public required string User { get; init; }

    /// <summary>When it was asked for.</summary>
    public required Moment StartedAt { get; init; }

    /// <summary>How far its life has come.</summary>
    public ExecutorState State { get; init; } = ExecutorState.Preparing;

    /// <summary>Whether its container was asked for: it may exist.</summary>
    public bool IsLaunched { get; init; }

    /// <summary>Whether it must survive a restart of the agent.</summary>
    public bool Checkpoints { get; init; }

    /// <summary>The stream that a custom executor listens on; null while there is none.</summary>
    public string? Stream { get; init; }

    /// <summary>Why its tasks end when its container does; null if nothing is known yet.</summary>
    public ExecutorEnding? Ending { get; init; }

    /// <summary>Whether it ever was given a task.</summary>
    public bool WasGivenTasks { get; init; }

    /// <summary>Tasks of it that are over and acknowledged, the oldest first; bounded.</summary>
    public ImmutableList<AgentTask> CompletedTasks { get; init; } = [];

    /// <summary>Whether the agent made it up for a command task: the master knows nothing of it.</summary>
    public bool IsGenerated => Kind == ExecutorKind.Command;

    /// <summary>Whether it has been told to go, or is gone.</summary>
    public bool IsEnding => State is ExecutorState.Terminating or ExecutorState.Terminated;
}
