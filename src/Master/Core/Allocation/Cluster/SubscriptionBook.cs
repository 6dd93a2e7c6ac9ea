using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>Keeps subscriptions, their standing and their places in the tree of roles up to date.</summary>
internal sealed class SubscriptionBook(
    Cluster cluster, RoleTree tree, FilterBook filters, ResourceNames names, AllocatorOptions options)
{
    /// <summary>A framework's subscription to a role, made if there is none yet.</summary>
    public Subscription Ensure(AllocatorFramework framework, string role)
    {
        if (framework.Subscriptions.TryGetValue(role, out var known))
        {
            return known;
        }

        var leaf = tree.EnsureLeaf(role);
        var subscription = new Subscription(framework, leaf);
        subscription.Index = cluster.Subscriptions.Add(subscription);
        leaf.Subscriptions++;
        framework.Subscriptions.Add(role, subscription);
        return subscription;
    }

    /// <summary>Gives a framework's subscriptions the traits it has now.</summary>
    /// <returns>Whether one competes now that did not before.</returns>
    public bool Describe(AllocatorFramework framework)
    {
        var traits = framework.Traits!;
        foreach (var known in framework.Subscriptions.Values)
        {
            Unblock(known);
        }

        foreach (var role in traits.Roles)
        {
            Ensure(framework, role);
        }

        var any = false;
        foreach (var (role, subscription) in framework.Subscriptions.ToArray())
        {
            subscription.IsSubscribed = traits.Roles.Contains(role);
            subscription.IsSuppressed = traits.SuppressedRoles.Contains(role);
            subscription.Minimum = Compile(traits.MinAllocatable.GetValueOrDefault(role, options.MinAllocatable));
            any |= Settle(subscription);
        }

        return any;
    }

    /// <summary>
    /// Lets a subscription compete, or no more, as its standing says; forgets it if there is nothing to it.
    /// </summary>
    /// <returns>Whether it competes now and did not before.</returns>
    public bool Settle(Subscription subscription)
    {
        var competes = subscription.Standing == PassedOver.Not;
        var changes = competes != subscription.IsRanked;
        if (changes && competes)
        {
            tree.Rank(subscription);
            cluster.Active.Set(subscription.Index);
            cluster.ActiveCount++;
        }
        else if (changes)
        {
            tree.Unrank(subscription);
            cluster.Active.Clear(subscription.Index);
            cluster.ActiveCount--;
        }

        if (!subscription.IsSubscribed)
        {
            Leave(subscription);
        }

        return changes && competes;
    }

    private void Leave(Subscription subscription)
    {
        filters.Clear(subscription);
        if (subscription.Holdings > 0)
        {
            return;
        }

        Unblock(subscription);
        cluster.Subscriptions.Remove(subscription.Index);
        subscription.Framework.Subscriptions.Remove(subscription.Role);
        cluster.Prune(subscription.Framework);
        if (--subscription.Leaf.Subscriptions == 0)
        {
            subscription.Leaf.Node.Leaf = null;
            tree.Prune(subscription.Leaf.Node);
        }
    }

    /// <summary>Lets agents that a subscription was found unfit for be looked at again.</summary>
    private void Unblock(Subscription subscription)
    {
        foreach (var agent in cluster.Agents.Items)
        {
            agent?.Blocked.Clear(subscription.Index);
        }
    }

    private (int Index, long Amount)[][] Compile(ImmutableArray<Quantities> sets) =>
        [.. sets.Select(set => set.Select(amount => (names.IndexOf(amount.Key), amount.Value)).ToArray())];
}
