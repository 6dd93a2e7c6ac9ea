using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly List<(AgentId Agent, string Why)> removals = [];

    /// <summary>The agents that wait for the rate limit to become unreachable, in order.</summary>
    public IReadOnlyList<(AgentId Agent, string Why)> ScheduledRemovals => removals;

    /// <summary>Puts an agent in the queue of those to become unreachable.</summary>
    /// <returns>False if it is there already.</returns>
    public bool ScheduleRemoval(AgentId agent, string why)
    {
        if (removals.Exists(one => one.Agent == agent))
        {
            return false;
        }

        removals.Add((agent, why));
        return true;
    }

    /// <summary>Takes an agent, which has answered after all, out of the queue.</summary>
    public void CancelRemoval(AgentId agent)
    {
        if (removals.RemoveAll(one => one.Agent == agent) > 0)
        {
            Counters.Count("slave_unreachable_canceled");
        }
    }

    /// <summary>Takes the next agent out of the queue.</summary>
    public (AgentId Agent, string Why)? NextRemoval()
    {
        if (removals.Count == 0)
        {
            return null;
        }

        var next = removals[0];
        removals.RemoveAt(0);
        return next;
    }
}
