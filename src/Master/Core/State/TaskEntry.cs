using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core;

/// <summary>Names a task among those of all frameworks.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Task">The task.</param>
public readonly record struct TaskKey(FrameworkId Framework, TaskId Task)
{
    /// <summary>Task ids hardly ever are the same in two frameworks, and frameworks' ids differ at their ends: that is quick to hash.</summary>
    public override int GetHashCode() => HashCode.Combine(Task, Framework.Value.Length == 0 ? '\0' : Framework.Value[^1]);
}

/// <summary>A framework wants a task killed.</summary>
/// <param name="Policy">How; null: as the task itself says. Frozen.</param>
public sealed record AskedKill(KillPolicy? Policy);

/// <summary>A task that the master knows.</summary>
public sealed record TaskEntry
{
    /// <summary>Its name among all tasks.</summary>
    public required TaskKey Key { get; init; }

    /// <summary>Where it runs.</summary>
    public required AgentId Agent { get; init; }

    /// <summary>Its executor; null for command tasks.</summary>
    public ExecutorId? Executor { get; init; }

    /// <summary>What it uses, allocated to its role.</summary>
    public required Resources Resources { get; init; }

    /// <summary>
    /// The serialized <c>mesos.v1.Task</c> with what is only carried: ids, name, labels, discovery, container, health check, kill policy,
    /// user, limits. State, resources, statuses and the last update are not in it: readers are given these behind it.
    /// </summary>
    public required ByteString Carried { get; init; }

    /// <summary>The newest state that the agent knows.</summary>
    public TaskState State { get; init; } = TaskState.TaskStaging;

    /// <summary>The state of the last update that went to the framework; null if none has.</summary>
    public TaskState? UpdateState { get; init; }

    /// <summary>The uuid of that update, while it waits to be acknowledged.</summary>
    public ByteString UpdateUuid { get; init; } = ByteString.Empty;

    /// <summary>
    /// The last status of each run of equal states, without data: kept as bytes, which take a third of the memory of messages, and read
    /// anew each time.
    /// </summary>
    public ImmutableArray<TaskStatus> Statuses
    {
        get => StatusBytes.IsEmpty ? [] : [.. Mesos.V1.Task.Parser.ParseFrom(StatusBytes).Statuses];
        init
        {
            var bare = new Mesos.V1.Task();
            bare.Statuses.AddRange(value);
            StatusBytes = bare.ToByteString();
        }
    }

    /// <summary>The serialized <c>mesos.v1.Task</c> with the statuses only: appended to one without, it gives it statuses.</summary>
    public ByteString StatusBytes { get; init; } = ByteString.Empty;

    /// <summary>
    /// The kill that its framework has asked for; null if it has not. It may be lost on the way, and is sent again when the agent
    /// re-registers.
    /// </summary>
    public AskedKill? AskedKill { get; init; }

    /// <summary>Its task id.</summary>
    public TaskId Id => Key.Task;

    /// <summary>Its framework.</summary>
    public FrameworkId Framework => Key.Framework;

    /// <summary>Whether its resources are its own no more: it has ended, or cannot be reached.</summary>
    public bool IsFreed => TaskStates.IsTerminal(State) || State == TaskState.TaskUnreachable;

    /// <summary>The role it is charged to; null if it uses nothing.</summary>
    public string? Role => Resources.Entries is [var first, ..] ? first.Kind.AllocationRole : null;

    /// <summary>The message that shows it, without its resources, which the shell writes in the reader's format.</summary>
    public Mesos.V1.Task ToMessage()
    {
        var task = Mesos.V1.Task.Parser.ParseFrom(Carried);
        task.State = State;
        if (UpdateState is { } state)
        {
            task.StatusUpdateState = state;
        }

        if (!UpdateUuid.IsEmpty)
        {
            task.StatusUpdateUuid = UpdateUuid;
        }

        task.MergeFrom(StatusBytes);
        return task;
    }
}
