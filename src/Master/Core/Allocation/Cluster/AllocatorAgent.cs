using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>What a framework has on an agent for a role.</summary>
/// <param name="Subscription">Who has it, and for which role.</param>
/// <param name="Resources">What, allocated to the role.</param>
internal readonly record struct Holding(Subscription Subscription, Resources Resources);

/// <summary>An agent as the allocator knows it.</summary>
internal sealed class AllocatorAgent(AgentId id, AgentTraits traits)
{
    /// <summary>Its id.</summary>
    public AgentId Id { get; } = id;

    /// <summary>Its number.</summary>
    public int Index { get; set; }

    /// <summary>What it is.</summary>
    public AgentTraits Traits { get; set; } = traits;

    /// <summary>All its resources.</summary>
    public Resources Total { get; set; } = Resources.Empty;

    /// <summary>What is free of them; shared ones always are.</summary>
    public Resources Free { get; set; } = Resources.Empty;

    /// <summary>Whether more is used than there is.</summary>
    public bool IsOvercommitted { get; set; }

    /// <summary>Whether it has GPUs.</summary>
    public bool HasGpus { get; set; }

    /// <summary>Whether it may be offered.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>Whether it has been removed; whoever meets it in a queue passes it over.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>
    /// The number of the queue in which it waits to be looked at; 0 if in none. It is not looked at for other queues.
    /// </summary>
    public long QueuedIn { get; set; }

    /// <summary>Whether it waits for quota to allow more.</summary>
    public bool IsParked { get; set; }

    /// <summary>What is used of it.</summary>
    public List<Holding> Holdings { get; } = new(1);

    /// <summary>The subscriptions that are certainly not offered it. A clear bit says nothing.</summary>
    public Bits Blocked;

    /// <summary>The subscriptions that have filters on it.</summary>
    public Bits Filtered;

    /// <summary>The filters on it; null while there are none.</summary>
    public AgentFilters? Filters { get; set; }

    /// <summary>Its maintenance; null if none is planned.</summary>
    public AgentMaintenance? Maintenance { get; set; }

    /// <summary>The shared resources it has been offered with in the run <see cref="SharedOfferedIn"/>.</summary>
    public Resources SharedOffered { get; set; } = Resources.Empty;

    /// <summary>The run that <see cref="SharedOffered"/> is about.</summary>
    public long SharedOfferedIn { get; set; } = -1;

    /// <summary>Where a subscription's holding is; -1 if it has none.</summary>
    public int FindHolding(Subscription subscription)
    {
        for (var i = 0; i < Holdings.Count; i++)
        {
            if (Holdings[i].Subscription == subscription)
            {
                return i;
            }
        }

        return -1;
    }
}
