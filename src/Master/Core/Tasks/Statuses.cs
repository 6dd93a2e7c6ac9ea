using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using Source = Mesos.V1.TaskStatus.Types.Source;

namespace Kernel.Master.Core.Tasks;

/// <summary>Makes the statuses that the master tells of its own accord: they have no uuid and are not acknowledged.</summary>
public static class Statuses
{
    /// <summary>A status of the master's making, in the state that the framework understands.</summary>
    public static TaskStatus Of(
        Framework framework, TaskId task, AgentId? agent, TaskState state, Reason reason, string message, Moment now)
    {
        var status = new TaskStatus
        {
            TaskId = new() { Value = task.Value },
            State = TaskStates.For(framework.IsPartitionAware, state),
            Source = Source.Master,
            Reason = reason,
            Message = message,
            Timestamp = now.Seconds,
        };
        if (agent is { } id)
        {
            status.AgentId = new() { Value = id.Value };
        }

        return status;
    }

    /// <summary>Tells a framework, if it is connected.</summary>
    public static void Tell(Framework framework, TaskStatus status, MasterStep step)
    {
        if (framework.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Mesos.V1.Scheduler.Event.Types.Type.Update, Update = new() { Status = status },
            }));
        }
    }

    /// <summary>
    /// A task with one more status: it replaces the last one if that has the same state, and its data is not kept
    /// (Mesos: Master::updateTask).
    /// </summary>
    public static TaskEntry With(this TaskEntry task, TaskStatus status)
    {
        var kept = status.Clone();
        kept.ClearData();
        var statuses = task.Statuses;
        return task with
        {
            Statuses = statuses is [.., var last] && last.State == kept.State
                ? statuses.SetItem(statuses.Length - 1, kept)
                : statuses.Add(kept),
        };
    }
}
