using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>An operator, or a drain, declares an agent gone: it never comes back (Mesos: Master::markGone; mesos.md 5.14).</summary>
public static class MarkGone
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, AgentId id, MasterStep step)
    {
        step.PutGone(id, step.Now);
        if (state.Agents.TryGetValue(id, out var agent))
        {
            AgentRules.ShutDown(agent.Pid, "Agent has been marked gone", step);
            RemoveAgent.Clear(
                state,
                agent,
                static framework => framework.IsPartitionAware ? TaskState.TaskGoneByOperator : TaskState.TaskLost,
                Reason.AgentRemovedByOperator,
                "it has been marked gone",
                step);
        }

        state.PutGone(id, step.Now);
        state.Counters.Count("slave_removals");
        step.Note($"Agent {id} is gone");
    }
}
