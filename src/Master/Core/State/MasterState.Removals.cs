using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly List<ScheduledRemoval> removals = [];

    /// <summary>The agents that wait for the rate limit to become unreachable, in order.</summary>
    public IReadOnlyList<ScheduledRemoval> ScheduledRemovals => removals;

    /// <summary>Before that moment the rate limit lets no other agent go.</summary>
    public Moment RemovalsHeldUntil { get; private set; }

    /// <summary>Whether a timer for the next one has been set, and has not come yet.</summary>
    public bool IsRemovalDue { get; private set; }

    /// <summary>Puts an agent in the queue of those to become unreachable.</summary>
    /// <returns>False if it is there already.</returns>
    public bool ScheduleRemoval(ScheduledRemoval removal)
    {
        if (removals.Exists(one => one.Agent == removal.Agent))
        {
            return false;
        }

        removals.Add(removal);
        return true;
    }

    /// <summary>Takes an agent, which is there after all or is gone for good, out of the queue.</summary>
    public void CancelRemoval(AgentId agent) => CountCanceled(removals.RemoveAll(one => one.Agent == agent));

    /// <summary>Takes an agent, which has answered a ping, out of the queue if that is why it is there.</summary>
    public void CancelSilence(AgentId agent) =>
        CountCanceled(removals.RemoveAll(one => one.Agent == agent && one.IsSilent));

    /// <summary>Takes the next agent out of the queue; the one after it has to wait.</summary>
    public ScheduledRemoval? NextRemoval(Moment heldUntil)
    {
        if (removals.Count == 0)
        {
            return null;
        }

        var next = removals[0];
        removals.RemoveAt(0);
        RemovalsHeldUntil = heldUntil;
        return next;
    }

    /// <summary>Says whether a timer for the next one is on its way.</summary>
    public void ExpectRemoval(bool isDue) => IsRemovalDue = isDue;

    private void CountCanceled(int canceled)
    {
        if (canceled > 0)
        {
            Counters.Count("slave_unreachable_canceled");
        }
    }
}
