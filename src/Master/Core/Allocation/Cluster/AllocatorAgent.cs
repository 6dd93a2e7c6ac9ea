using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>What a framework has on an agent for a role.</summary>
/// <param name="Subscription">Who has it, and for which role.</param>
/// <param name="Resources">What, allocated to the role.</param>
internal readonly record struct Holding(Subscription Subscription, Resources Resources);

/// <summary>An agent as the allocator knows it.</summary>
internal sealed class AllocatorAgent(AgentId id, AgentTraits traits)
{
    private Holding[] holdings = new Holding[2];
    private int holdingCount;

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

    /// <summary>Whether its host is on the whitelist, or there is none.</summary>
    public bool IsListed { get; set; } = true;

    /// <summary>Whether it has been removed; whoever still knows it passes it over.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Why it may not be offered to anybody now, if so.</summary>
    public PassedOver Standing =>
        !IsActive ? PassedOver.AgentInactive
        : !IsListed ? PassedOver.AgentNotListed
        : PassedOver.Not;

    /// <summary>Whether it is there, may be offered, and has something free.</summary>
    public bool IsOfferable => Standing == PassedOver.Not && !IsRemoved && !Free.IsEmpty;

    /// <summary>What is used of it.</summary>
    public ReadOnlySpan<Holding> Holdings => holdings.AsSpan(0, holdingCount);

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
        for (var i = 0; i < holdingCount; i++)
        {
            if (holdings[i].Subscription == subscription)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What a framework has here, for all its roles.</summary>
    public Resources Used(FrameworkId framework)
    {
        var all = Resources.Empty;
        foreach (var (subscription, resources) in Holdings)
        {
            all += subscription.Framework.Id == framework ? resources : Resources.Empty;
        }

        return all;
    }

    /// <summary>Whether anybody has something of a kind here.</summary>
    /// <param name="kind">The kind, not allocated.</param>
    public bool Uses(ResourceKind kind)
    {
        foreach (var holding in Holdings)
        {
            if (holding.Resources.Any(resource => resource.Kind.AllocatedTo(null).Equals(kind)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A subscription has something more here.</summary>
    /// <returns>Whether it had nothing before.</returns>
    public bool Hold(Subscription subscription, Resources more)
    {
        var at = FindHolding(subscription);
        if (at >= 0)
        {
            holdings[at] = new(subscription, holdings[at].Resources + more);
            return false;
        }

        if (holdingCount == holdings.Length)
        {
            Array.Resize(ref holdings, holdingCount * 2);
        }

        holdings[holdingCount++] = new(subscription, more);
        return true;
    }

    /// <summary>A subscription has something less here.</summary>
    /// <returns>Whether nothing is left to it; its holding is gone then.</returns>
    public bool Release(Subscription subscription, Resources less)
    {
        var at = FindHolding(subscription);
        Invariant.Holds(
            at >= 0 && holdings[at].Resources.Contains(less),
            $"framework {subscription.Framework.Id} has {less} on agent {Id}");
        var rest = holdings[at].Resources - less;
        if (!rest.IsEmpty)
        {
            holdings[at] = new(subscription, rest);
            return false;
        }

        holdingCount--;
        holdings.AsSpan(at + 1, holdingCount - at).CopyTo(holdings.AsSpan(at));
        holdings[holdingCount] = default;
        return true;
    }
}
