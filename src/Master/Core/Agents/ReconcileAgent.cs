using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Master.Core.Agents;

/// <summary>Compares what the master thinks an agent runs with what the agent says (Mesos: Master::reconcileKnownSlave).</summary>
public static class ReconcileAgent
{
    /// <summary>Decides: executors the agent does not have are gone, tasks it does not name are asked after.</summary>
    /// <returns>The questions, for the agent to answer with status updates: one message a framework.</returns>
    public static IReadOnlyList<ReconcileTasksMessage> Decide(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        foreach (var info in work.Frameworks)
        {
            RecoverWork.RecoverFramework(state, info, step);
        }

        RemoveExecutors(state, agent, work, step);
        foreach (var task in work.Tasks.Where(task => !EndStrays.IsStray(state, agent.Id, task.Key)))
        {
            Refresh(state, task, step);
        }

        Settle(state, agent.Id, work, step);
        return Missing(state, agent, work);
    }

    private static void RemoveExecutors(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        var reported = work.Executors.Select(static executor => executor.Key).ToHashSet();
        foreach (var key in state.ExecutorsOf(agent.Id).Where(key => !reported.Contains(key)).ToList())
        {
            state.Allocator.Recover(key.Framework, key.Agent, state.Executors[key].Resources, step.Now);
            state.Remove(key);
        }
    }

    /// <summary>The agent may know of an end whose update has not come through yet.</summary>
    private static void Refresh(MasterState state, TaskEntry reported, MasterStep step)
    {
        if (state.Tasks.TryGetValue(reported.Key, out var known)
            && !TaskStates.IsTerminal(known.State)
            && TaskStates.IsTerminal(reported.State))
        {
            Tasks.EndTask.Free(state, known, step);
            state.Put(known with { State = reported.State });
            var last = reported.Statuses is [.., var status] ? status : new() { Source = Mesos.V1.TaskStatus.Types.Source.Agent };
            state.Counters.Count(known.Framework, reported.State, last.Source, last.HasReason ? last.Reason : null);
        }
    }

    /// <summary>
    /// Of what ran when the master last heard, the agent says that it is over and that its framework has acknowledged that, to another master
    /// then. A task that is only being launched may have been given the id of one that is over.
    /// </summary>
    private static void Settle(MasterState state, AgentId agent, ReportedWork work, MasterStep step)
    {
        var present = work.Tasks.Select(static task => task.Key).ToHashSet();
        foreach (var ended in work.CompletedTasks.Where(task => !present.Contains(task.Key)))
        {
            if (state.Tasks.TryGetValue(ended.Key, out var known)
                && known.Agent == agent
                && known.State != Mesos.V1.TaskState.TaskStaging)
            {
                Tasks.EndTask.Free(state, known, step);
                state.Complete(ended);
            }
        }
    }

    /// <summary>The tasks of an agent that it does not name.</summary>
    public static IReadOnlyList<ReconcileTasksMessage> Missing(MasterState state, Agent agent, ReportedWork work)
    {
        var reported = work.Tasks.Select(static task => task.Key).ToHashSet();
        return
        [
            .. state.TasksOf(agent.Id)
                .Where(key => !reported.Contains(key))
                .GroupBy(static key => key.Framework)
                .Select(group => Question(state, group.Key, group)),
        ];
    }

    private static ReconcileTasksMessage Question(MasterState state, FrameworkId framework, IEnumerable<TaskKey> tasks)
    {
        var message = new ReconcileTasksMessage
        {
            FrameworkId = new() { Value = framework.Value }, Framework = state.Frameworks[framework].Info,
        };
        message.Statuses.AddRange(tasks.Select(key => new Mesos.V1.TaskStatus
        {
            TaskId = new() { Value = key.Task.Value },
            State = state.Tasks[key].UpdateState ?? state.Tasks[key].State,
            AgentId = new() { Value = state.Tasks[key].Agent.Value },
        }));
        return message;
    }
}
