using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Tasks;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Frameworks;

/// <summary>Removes a framework with all that runs for it (Mesos: Master::removeFramework; mesos.md 2.4).</summary>
public static class RemoveFramework
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Framework framework, MasterStep step)
    {
        Offers.RescindOffers.Discard(state, framework, step);
        state.Allocator.DeactivateFramework(framework.Id);
        foreach (var agent in state.Agents.Values.Where(static agent => agent.IsConnected))
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.ShutdownFrameworkMessage
            {
                FrameworkId = new() { Value = framework.Id.Value },
            }));
        }

        var tasks = state.TasksOf(framework.Id).ToList();
        var agents = tasks.Select(key => state.Tasks[key].Agent).ToHashSet();
        foreach (var key in tasks)
        {
            End(state, framework, state.Tasks[key], step);
        }

        foreach (var key in state.ExecutorsOf(framework.Id).ToList())
        {
            state.Allocator.Recover(framework.Id, key.Agent, state.Executors[key].Resources, step.Now);
            state.Remove(key);
        }

        state.Allocator.RemoveFramework(framework.Id);
        if (framework.StreamId is { } stream)
        {
            step.Do(new MasterEffect.CloseStream(stream));
        }

        var removed = framework with
        {
            Standing = FrameworkStanding.Disconnected, StreamId = null, Unregistered = framework.Unregistered ?? step.Now,
        };
        state.Put(removed);
        state.Complete(removed);
        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkRemoved(removed)));
        step.Note($"Removed framework {framework.Id}");
        foreach (var agent in agents)
        {
            FinishDraining.Decide(state, agent, step);
        }
    }

    /// <summary>The task is killed in the master's books only: nobody is there to be told.</summary>
    private static void End(MasterState state, Framework framework, TaskEntry task, MasterStep step)
    {
        EndTask.Free(state, task, step);
        if (TaskStates.IsTerminal(task.State))
        {
            state.Complete(task);
            return;
        }

        var status = Statuses.Of(
            framework, task.Id, task.Agent, TaskState.TaskKilled, Reason.FrameworkRemoved, $"Framework {framework.Id} removed", step.Now);
        var ended = task.With(status) with { State = status.State };
        state.Counters.Count(framework.Id, status.State, status.Source, status.Reason);
        state.Complete(ended);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskUpdated(ended, status)));
    }
}
