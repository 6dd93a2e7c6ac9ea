using Google.Protobuf;
using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Tasks;

/// <summary>What happens to a task that ends, or is lost to sight, without its executor having said so.</summary>
public static class EndTask
{
    /// <summary>
    /// Ends a task for a reason of the master's, tells its framework, and forgets it: it was on an agent that is gone, or
    /// belongs to a framework that does not checkpoint (Mesos: Master::removeSlave, Master::removeFramework(Slave, Framework)).
    /// </summary>
    public static void Lose(
        MasterState state, TaskEntry task, TaskState to, Reason reason, string message, MasterStep step)
    {
        Free(state, task, step);
        var ended = Record(state, task, to, reason, message, step);
        state.Complete(ended);
    }

    /// <summary>Moves a task of an agent that cannot be reached to the unreachable ones, and tells its framework.</summary>
    public static void LoseSight(MasterState state, TaskEntry task, string message, MasterStep step)
    {
        Free(state, task, step);
        if (TaskStates.IsTerminal(task.State))
        {
            state.Complete(task);
            return;
        }

        var framework = state.Frameworks[task.Framework];
        var to = framework.IsPartitionAware ? TaskState.TaskUnreachable : TaskState.TaskLost;
        state.PutUnreachable(Record(state, task, to, Reason.AgentRemoved, message, step, unreachableSince: step.Now));
    }

    /// <summary>Gives what a task used back to the allocator, unless that has been done.</summary>
    public static void Free(MasterState state, TaskEntry task, MasterStep step)
    {
        if (!task.IsFreed)
        {
            state.Allocator.Recover(task.Framework, task.Agent, task.Resources, step.Now);
        }
    }

    private static TaskEntry Record(
        MasterState state, TaskEntry task, TaskState to, Reason reason, string message, MasterStep step, Moment? unreachableSince = null)
    {
        if (TaskStates.IsTerminal(task.State))
        {
            return task;
        }

        var framework = state.Frameworks[task.Framework];
        var status = Statuses.Of(framework, task.Id, task.Agent, to, reason, message, step.Now);
        if (task.Executor is { } executor)
        {
            status.ExecutorId = new() { Value = executor.Value };
        }

        if (unreachableSince is { } since)
        {
            status.UnreachableTime = new() { Nanoseconds = since.Nanoseconds };
        }

        var ended = task.With(status) with { State = status.State, UpdateState = status.State, UpdateUuid = ByteString.Empty };
        state.Counters.Count(task.Framework, status.State, status.Source, status.Reason);
        Statuses.Tell(framework, status, step);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskUpdated(ended, status)));
        return ended;
    }
}
