using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>
    /// Adds a framework; if active, all agents are candidates at once. What agents have already been said to run
    /// for it counts as its.
    /// </summary>
    public void AddFramework(FrameworkId id, FrameworkTraits traits, bool active)
    {
        var framework = cluster.Ensure(id);
        Invariant.Holds(framework.Traits is null, $"framework {id} is added once");
        framework.Traits = traits;
        framework.IsActive = active;
        subscriptions.Describe(framework);
        candidates.All |= active;
    }

    /// <summary>
    /// Gives a framework other traits. Filters of roles it leaves are void; roles it joins, or that are no longer
    /// suppressed,
    /// make all agents candidates at once.
    /// </summary>
    public void UpdateFramework(FrameworkId id, FrameworkTraits traits)
    {
        var framework = cluster.Framework(id);
        framework.Traits = traits;
        candidates.All |= subscriptions.Describe(framework);
        candidates.AllInBatch();
    }

    /// <summary>
    /// Removes a framework and its filters. What it still has on agents counts until it is recovered.
    /// </summary>
    public void RemoveFramework(FrameworkId id)
    {
        var framework = cluster.Framework(id);
        framework.Traits = null;
        framework.IsActive = false;
        foreach (var subscription in framework.Subscriptions.Values.ToArray())
        {
            subscription.IsSubscribed = false;
            subscriptions.Settle(subscription);
        }

        inverseOffers.Remove(id);
        cluster.Prune(framework);
    }

    /// <summary>Lets a framework be offered resources; all agents are candidates at once.</summary>
    public void ActivateFramework(FrameworkId id)
    {
        var framework = cluster.Framework(id);
        framework.IsActive = true;
        foreach (var subscription in framework.Subscriptions.Values)
        {
            subscriptions.Settle(subscription);
        }

        candidates.All = true;
    }

    /// <summary>Stops offers to a framework and voids all its filters and inverse filters.</summary>
    public void DeactivateFramework(FrameworkId id)
    {
        var framework = cluster.Framework(id);
        framework.IsActive = false;
        foreach (var subscription in framework.Subscriptions.Values)
        {
            subscriptions.Settle(subscription);
            filters.Clear(subscription);
        }

        inverseOffers.Deactivate(id);
    }

    /// <summary>Stops offers for some of a framework's roles (SUPPRESS); none named: all of them.</summary>
    public void Suppress(FrameworkId id, IReadOnlyCollection<string> roles)
    {
        foreach (var subscription in Subscribed(cluster.Framework(id), roles))
        {
            subscription.IsSuppressed = true;
            subscriptions.Settle(subscription);
        }
    }

    /// <summary>
    /// Wants offers for some of a framework's roles again (REVIVE); none named: all of them. Their filters and all
    /// inverse filters of the framework are void, and all agents are candidates at once.
    /// </summary>
    public void Revive(FrameworkId id, IReadOnlyCollection<string> roles)
    {
        foreach (var subscription in Subscribed(cluster.Framework(id), roles))
        {
            filters.Clear(subscription);
            subscription.IsSuppressed = false;
            subscriptions.Settle(subscription);
        }

        inverseOffers.Revive(id);
        candidates.All = true;
    }

    /// <summary>Whether the allocator knows a framework.</summary>
    public bool HasFramework(FrameworkId id) => cluster.Find(id)?.Traits is not null;

    /// <summary>The roles that a framework has suppressed now.</summary>
    public IReadOnlyCollection<string> SuppressedRoles(FrameworkId id) =>
        cluster.Find(id)?.Subscriptions.Values
            .Where(static subscription => subscription is { IsSubscribed: true, IsSuppressed: true })
            .Select(static subscription => subscription.Role)
            .ToArray()
        ?? [];

    private static List<Subscription> Subscribed(AllocatorFramework framework, IReadOnlyCollection<string> roles) =>
        [.. framework.Subscriptions.Values.Where(subscription =>
            subscription.IsSubscribed && (roles.Count == 0 || roles.Contains(subscription.Role)))];
}
