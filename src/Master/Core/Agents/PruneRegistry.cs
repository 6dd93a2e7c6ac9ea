using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>Forgets agents that have long been unreachable or gone (mesos.md 5.7).</summary>
public static class PruneRegistry
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterStep step)
    {
        foreach (var id in Old(state, state.Unreachable.Select(static one => (one.Key, one.Value.Since)), step.Now))
        {
            step.DeleteUnreachable(id);
            state.Remove(id);
        }

        foreach (var id in Old(state, state.Gone.Select(static one => (one.Key, one.Value)), step.Now))
        {
            step.DeleteGone(id);
            state.ForgetGone(id);
        }

        step.After(state.Settings.RegistryGcInterval, new MasterInput.RegistryGcDue());
    }

    private static List<AgentId> Old(MasterState state, IEnumerable<(AgentId Id, Moment Since)> agents, Moment now)
    {
        var byAge = agents.OrderByDescending(static agent => agent.Since).ToList();
        return
        [
            .. byAge
                .Where((agent, place) => place >= state.Settings.RegistryMaxAgentCount
                    || now - agent.Since > state.Settings.RegistryMaxAgentAge)
                .Select(static agent => agent.Id),
        ];
    }
}
