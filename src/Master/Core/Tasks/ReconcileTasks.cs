using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Tasks;

/// <summary>Tells a framework how its tasks stand (Mesos: Master::_reconcileTasks; mesos.md 2.12).</summary>
public static class ReconcileTasks
{
    private const string LatestMessage = "Reconciliation: Latest task state";

    /// <summary>Decides: without tasks all that is known is told, otherwise what is asked.</summary>
    public static void Decide(MasterState state, Framework framework, Call.Types.Reconcile call, MasterStep step)
    {
        if (call.Tasks.Count == 0)
        {
            foreach (var key in state.TasksOf(framework.Id))
            {
                Tell(framework, state.Tasks[key], step);
            }

            return;
        }

        foreach (var asked in call.Tasks)
        {
            Explicitly(state, framework, new(asked.TaskId.Value), asked.AgentId is { } agent ? new AgentId(agent.Value) : null, step);
        }
    }

    /// <summary>Tells how one task stands; says nothing while its agent may still come back and tell.</summary>
    public static void Explicitly(MasterState state, Framework framework, TaskId id, AgentId? agent, MasterStep step)
    {
        if (state.Tasks.TryGetValue(new(framework.Id, id), out var task))
        {
            Tell(framework, task, step);
        }
        else if (Unknown(state, agent) is var (unknown, message) && unknown is { } found)
        {
            var status = Statuses.Of(framework, id, agent, found, Reason.Reconciliation, message, step.Now);
            if (agent is { } where && state.Unreachable.TryGetValue(where, out var lost))
            {
                status.UnreachableTime = new() { Nanoseconds = lost.Since.Nanoseconds };
            }

            Statuses.Tell(framework, status, step);
        }
    }

    private static (TaskState? State, string Message) Unknown(MasterState state, AgentId? agent) => agent switch
    {
        { } id when state.Recovered.ContainsKey(id) => (null, ""),
        null when state.Recovered.Count > 0 => (null, ""),
        { } id when state.Agents.ContainsKey(id) => (TaskState.TaskGone, "Reconciliation: Task is unknown to the agent"),
        { } id when state.Unreachable.ContainsKey(id) => (TaskState.TaskUnreachable, "Reconciliation: Task is unreachable"),
        { } id when state.Gone.ContainsKey(id) => (TaskState.TaskGoneByOperator, "Reconciliation: Task is gone"),
        _ => (TaskState.TaskUnknown, "Reconciliation: Task is unknown"),
    };

    private static void Tell(Framework framework, TaskEntry task, MasterStep step)
    {
        var status = Statuses.Of(
            framework, task.Id, task.Agent, task.UpdateState ?? TaskState.TaskStaging, Reason.Reconciliation, LatestMessage, step.Now);
        if (task.Executor is { } executor)
        {
            status.ExecutorId = new() { Value = executor.Value };
        }

        if (task.Statuses is [.., var last])
        {
            status.CheckStatus = last.CheckStatus;
            status.ContainerStatus = last.ContainerStatus;
            if (last.HasHealthy)
            {
                status.Healthy = last.Healthy;
            }
        }

        Statuses.Tell(framework, status, step);
    }
}
