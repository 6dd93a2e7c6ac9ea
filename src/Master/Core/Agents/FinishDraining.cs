using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// A draining agent is drained once nothing runs on it and every end has been acknowledged (Mesos: Master::checkAndTransitionDrainingAgent;
/// mesos.md 5.14).
/// </summary>
public static class FinishDraining
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, AgentId id, MasterStep step)
    {
        if (!state.Agents.TryGetValue(id, out var agent)
            || agent.Drain is not { State: DrainState.Draining } drain
            || state.TasksOf(id).Count > 0
            || state.OperationsOf(id).Count > 0)
        {
            return;
        }

        if (drain.Config.MarkGone)
        {
            MarkGone.Decide(state, id, step);
            return;
        }

        var drained = drain.Clone();
        drained.State = DrainState.Drained;
        agent = agent with { Drain = drained };
        step.PutAgent(agent);
        state.Put(agent);
        step.Note($"Agent {id} is drained");
    }
}
