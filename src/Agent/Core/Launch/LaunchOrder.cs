using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What a launch comes to, single task or group.</summary>
public sealed record LaunchOrder
{
    /// <summary>Whose tasks they are, as the master tells it.</summary>
    public required AgentFramework Framework { get; init; }

    /// <summary>The executor that is to run them.</summary>
    public required V1.ExecutorInfo Executor { get; init; }

    /// <summary>Who that executor is.</summary>
    public required ExecutorKind Kind { get; init; }

    /// <summary>The tasks.</summary>
    public required IReadOnlyList<V1.TaskInfo> Tasks { get; init; }

    /// <summary>Whether they are a group.</summary>
    public required bool IsGroup { get; init; }

    /// <summary>Whether the master counted on a new executor; null if it does not say.</summary>
    public required bool? NeedsNewExecutor { get; init; }

    /// <summary>The versions of the agent's resources that the master decided on.</summary>
    public required IReadOnlyList<ResourceVersionUUID> Versions { get; init; }

    /// <summary>The executor's key.</summary>
    public ExecutorKey ExecutorKey => new(Framework.Id, new(Executor.ExecutorId.Value));

    /// <summary>
    /// Why one of its ids cannot be one: ids name directories and keys of the store. Null if all can.
    /// </summary>
    public string? RefuseIds() => Tasks
        .Select(static task => task.TaskId.Value)
        .Append(Framework.Id.Value)
        .Append(Executor.ExecutorId.Value)
        .Select(IdRules.Refuse)
        .FirstOrDefault(static reason => reason is not null);

    /// <summary>The user that one of the tasks runs as: its own, else its executor's, else its framework's.</summary>
    public string UserOf(V1.TaskInfo task) =>
        task.Command is { HasUser: true } command ? command.User
        : Executor.Command is { HasUser: true } parent ? parent.User
        : Framework.Info.User;

    /// <summary>The key of one of the tasks.</summary>
    public TaskKey KeyOf(V1.TaskInfo task) => new(Framework.Id, new(task.TaskId.Value));
}

/// <summary>Why a launch is dropped.</summary>
/// <param name="Reason">The reason in the status.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="State">The state that the tasks end in.</param>
public readonly record struct LaunchRefusal(
    V1.TaskStatus.Types.Reason Reason, string Message, V1.TaskState State = V1.TaskState.TaskDropped);
