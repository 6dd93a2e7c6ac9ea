using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Who has what where. It keeps agents, shares, quota and the totals of the cluster in step with each other.
/// </summary>
internal sealed class Ledger(RoleTree tree, QuotaBook quota, ResourceNames names)
{
    private readonly BagSummary summary = new(names);
    private readonly Amounts net = new();

    /// <summary>What is offered or used, of all agents.</summary>
    public Amounts Used => tree.Root.Allocated;

    /// <summary>Gives an agent another total; free is what of it nobody has.</summary>
    public void SetTotal(AllocatorAgent agent, Resources total)
    {
        CountTotal(agent.Total, total);
        agent.Total = total;
        agent.HasGpus = total.Thousandths("gpus") > 0;
        RecomputeFree(agent);
    }

    /// <summary>A framework has something more on an agent.</summary>
    public void Hold(AllocatorAgent agent, Subscription subscription, Resources resources) =>
        Hold(agent, subscription, resources, summary.Read(resources));

    /// <summary>
    /// A framework has something less on an agent; it must have had it. The summary is left at what that is.
    /// </summary>
    public void Release(AllocatorAgent agent, Subscription subscription, Resources resources)
    {
        subscription.Holdings -= agent.Release(subscription, resources) ? 1 : 0;
        if (summary.Read(resources).HasShared)
        {
            CountShared(agent, subscription, resources, -1);
        }

        Charge(subscription, summary, -1);
    }

    /// <summary>Allocates what is free on an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="subscription">Who is offered.</param>
    /// <param name="offer">What, not allocated.</param>
    /// <param name="allocated">The same, allocated.</param>
    /// <param name="read">What it comes to, if that is known.</param>
    /// <returns>The shared part of it, which stays free.</returns>
    public Resources Allocate(
        AllocatorAgent agent, Subscription subscription, Resources offer, Resources allocated, BagSummary? read)
    {
        var summary = read ?? this.summary.Read(allocated);
        Hold(agent, subscription, allocated, summary);
        RoleTree.CountRound(subscription);
        quota.Free.Add(summary.Quotable, -1);
        var shared = summary.HasShared ? offer.Where(static resource => resource.Kind.Shared) : Resources.Empty;
        agent.Free -= shared.IsEmpty ? offer : offer - shared;
        return shared;
    }

    /// <summary>What a framework has is free again.</summary>
    public void Recover(AllocatorAgent agent, Subscription subscription, Resources resources)
    {
        Release(agent, subscription, resources);
        if (agent.IsOvercommitted)
        {
            RecomputeFree(agent);
            return;
        }

        quota.Free.Add(summary.Quotable);
        agent.Free += summary.HasShared ? WithoutShared(resources.Unallocated) : resources.Unallocated;
    }

    private void Hold(AllocatorAgent agent, Subscription subscription, Resources resources, BagSummary summary)
    {
        if (summary.HasShared)
        {
            CountShared(agent, subscription, resources, 1);
        }

        subscription.Holdings += agent.Hold(subscription, resources) ? 1 : 0;
        Charge(subscription, summary, 1);
    }

    private static Resources WithoutShared(Resources resources) =>
        resources.Where(static resource => !resource.Kind.Shared);

    /// <summary>Computes what is free on an agent from its total and what is used.</summary>
    private void RecomputeFree(AllocatorAgent agent)
    {
        var used = Resources.Empty;
        foreach (var holding in agent.Holdings)
        {
            used += WithoutShared(holding.Resources.Unallocated);
        }

        agent.IsOvercommitted = !agent.Total.Contains(used);
        quota.Free.Add(summary.Read(agent.Free).Quotable, -1);
        agent.Free = agent.Total - used;
        quota.Free.Add(summary.Read(agent.Free).Quotable);
    }

    private void Charge(Subscription subscription, BagSummary summary, int sign)
    {
        RoleTree.Charge(subscription, summary.All, sign);
        quota.Consume(subscription.Leaf.Node.Top, summary.Quotable, sign);
    }

    private void CountTotal(Resources before, Resources after)
    {
        // What is added comes first, so that no role seems to have lost its last reservation on the way.
        net.Clear();
        CountTotal(after, 1);
        CountTotal(before, -1);
        if (net.Items.ContainsAnyExcept(0))
        {
            tree.AddTotal(net);
        }
    }

    private void CountTotal(Resources total, int sign)
    {
        foreach (var resource in total)
        {
            if (resource.Kind.Type != ResourceType.Scalar)
            {
                continue;
            }

            var index = names.IndexOf(resource.Kind.Name);
            net.Add(index, sign * resource.Thousandths);
            if (resource.Kind.ReservedRole is { } role)
            {
                Reserve(tree.Ensure(role), index, sign * resource.Thousandths);
            }
        }
    }

    private void Reserve(RoleNode role, int index, long amount)
    {
        quota.Consume(role.Top, index, amount);
        if (amount < 0)
        {
            tree.Prune(role);
        }
    }

    /// <summary>Counts a shared resource once for each agent, for the framework and for the role.</summary>
    private void CountShared(AllocatorAgent agent, Subscription subscription, Resources resources, int sign)
    {
        foreach (var resource in resources)
        {
            if (resource.Kind.Shared)
            {
                CountShared(agent, subscription, resource, sign * resource.Thousandths);
            }
        }
    }

    private void CountShared(AllocatorAgent agent, Subscription subscription, Resource resource, long amount)
    {
        var mine = false;
        var anyones = false;
        foreach (var holding in agent.Holdings)
        {
            var has = holding.Resources.Any(other => other.Kind.Equals(resource.Kind));
            mine |= has && holding.Subscription == subscription;
            anyones |= has;
        }

        var index = names.IndexOf(resource.Kind.Name);
        if (!mine)
        {
            subscription.Allocated.Add(index, amount);
        }

        if (!anyones)
        {
            RoleTree.ChargeShared(subscription.Leaf, index, amount);
        }
    }
}
