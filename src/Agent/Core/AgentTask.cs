using System.Collections.Immutable;
using Google.Protobuf;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Where a task is.</summary>
public enum TaskPhase
{
    /// <summary>With the agent: its executor is not ready.</summary>
    Queued,

    /// <summary>With its executor.</summary>
    Launched,

    /// <summary>Over; its last update is not acknowledged yet.</summary>
    Terminated,

    /// <summary>Over, and acknowledged.</summary>
    Completed,
}

/// <summary>A task that was launched on this agent.</summary>
public sealed record AgentTask
{
    /// <summary>Whose task it is.</summary>
    public required TaskKey Key { get; init; }

    /// <summary>The executor that it runs under.</summary>
    public required ExecutorKey Executor { get; init; }

    /// <summary>What the framework launched; never changed.</summary>
    public required V1.TaskInfo Info { get; init; }

    /// <summary>Which group it was launched with; empty if it came alone.</summary>
    public required string Group { get; init; }

    /// <summary>The id of its own container inside that of a default executor; empty if it has none.</summary>
    public string NestedId { get; init; } = "";

    /// <summary>Its place among the launches of this agent.</summary>
    public required long Order { get; init; }

    /// <summary>Where it is.</summary>
    public TaskPhase Phase { get; init; } = TaskPhase.Queued;

    /// <summary>The newest state that the agent knows.</summary>
    public V1.TaskState State { get; init; } = V1.TaskState.TaskStaging;

    /// <summary>The latest status of each run of equal states, without their data.</summary>
    public ImmutableList<V1.TaskStatus> Statuses { get; init; } = [];

    /// <summary>The state in the update that the master was last sent.</summary>
    public V1.TaskState? ForwardedState { get; init; }

    /// <summary>The uuid of the update that the master was last sent.</summary>
    public ByteString? ForwardedUuid { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Phase is TaskPhase.Terminated or TaskPhase.Completed;

    /// <summary>
    /// The task after a status: the newest of equal neighbors stays (Mesos: Executor::addTask, updateTaskState).
    /// </summary>
    public AgentTask WithStatus(V1.TaskStatus status)
    {
        var shown = status.Clone();
        shown.ClearData();
        var statuses = Statuses.Count > 0 && Statuses[^1].State == status.State
            ? Statuses.SetItem(Statuses.Count - 1, shown)
            : Statuses.Add(shown);
        return this with
        {
            State = status.State,
            Statuses = statuses,
            Phase = TaskStates.IsTerminal(status.State) ? TaskPhase.Terminated : Phase,
        };
    }

    /// <summary>The task as the master and the operator API are told of it.</summary>
    public V1.Task ToMessage(V1.AgentID agent)
    {
        var task = new V1.Task
        {
            Name = Info.Name,
            TaskId = Info.TaskId,
            FrameworkId = new() { Value = Key.Framework.Value },
            AgentId = agent,
            State = State,
            Resources = { Info.Resources },
            Statuses = { Statuses },
            Labels = Info.Labels,
            Discovery = Info.Discovery,
            Container = Info.Container,
            HealthCheck = Info.HealthCheck,
            KillPolicy = Info.KillPolicy,
            Limits = { Info.Limits },
        };
        SetOptional(task);
        return task;
    }

    private void SetOptional(V1.Task task)
    {
        if (Info.Executor is not null)
        {
            task.ExecutorId = Info.Executor.ExecutorId;
        }

        var user = Info.Command ?? Info.Executor?.Command;
        if (user is { HasUser: true })
        {
            task.User = user.User;
        }

        if (ForwardedState is { } state)
        {
            task.StatusUpdateState = state;
        }

        if (ForwardedUuid is { } uuid)
        {
            task.StatusUpdateUuid = uuid;
        }
    }
}
