using System.Collections.Immutable;
using Kernel.Master.Core.Operations;
using Kernel.Master.Core.Tasks;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Offers;

/// <summary>Tells a framework that operations are not carried out (mesos.md 2.6).</summary>
public static class DropOperations
{
    /// <summary>Drops everything that an accept asks for.</summary>
    public static void All(
        MasterState state, Framework framework, ImmutableArray<AskedOperation> operations, Reason reason, string message, MasterStep step)
    {
        foreach (var operation in operations)
        {
            foreach (var task in TasksOf(operation))
            {
                var status = Statuses.Of(
                    framework, new(task.TaskId.Value), new(task.AgentId.Value), TaskState.TaskDropped, reason, message, step.Now);
                state.Counters.Count(framework.Id, status.State, status.Source, status.Reason);
                Statuses.Tell(framework, status, step);
            }

            One(framework, operation, OperationState.OperationError, message, step);
        }
    }

    /// <summary>Drops an operation: whoever gave it an id is told, others are not.</summary>
    public static void One(Framework framework, AskedOperation operation, OperationState state, string message, MasterStep step)
    {
        if (operation.Id is not { } id || operation is AskedOperation.Launch or AskedOperation.LaunchGroup || framework.StreamId is not { } stream)
        {
            return;
        }

        step.Do(new MasterEffect.SendEvent(stream, new()
        {
            Type = Event.Types.Type.UpdateOperationStatus,
            UpdateOperationStatus = new()
            {
                Status = new() { OperationId = new() { Value = id.Value }, State = state, Message = message },
            },
        }));
    }

    private static IEnumerable<TaskInfo> TasksOf(AskedOperation operation) =>
        (operation.Info.Launch?.TaskInfos ?? []).Concat(operation.Info.LaunchGroup?.TaskGroup.Tasks ?? []);
}
