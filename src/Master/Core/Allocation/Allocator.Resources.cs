using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>
    /// What a framework had on an agent is free again: an offer declined, rescinded or not used up, a task ended. It
    /// is offered from the next batch on. Agents that are gone, and frameworks that have nothing there, are ignored.
    /// </summary>
    /// <param name="framework">Who had it.</param>
    /// <param name="agent">Where.</param>
    /// <param name="resources">What, allocated to the role or roles it had it for.</param>
    /// <param name="now">When.</param>
    /// <param name="refusal">If it refuses to be offered this again: for how long.</param>
    public void Recover(
        FrameworkId framework, AgentId agent, Resources resources, Moment now, Refusal? refusal = null)
    {
        if (cluster.Find(agent) is not { } known || cluster.Find(framework) is not { } holder)
        {
            return;
        }

        if (IsOfOneRole(resources, out var role))
        {
            Recover(holder, known, role, resources, now, refusal);
        }
        else
        {
            foreach (var (each, part) in ByRole(resources))
            {
                Recover(holder, known, each, part, now, refusal);
            }
        }

        candidates.IsRelaxed = true;
        candidates.Wait(known);
    }

    /// <summary>
    /// A framework refuses what is free on some agents now, without having been offered it: as if it had been, for one
    /// agent after the other, and had declined. Agents that are gone are ignored.
    /// </summary>
    /// <param name="framework">Who refuses.</param>
    /// <param name="role">For which of its roles.</param>
    /// <param name="agents">What is free on these.</param>
    /// <param name="now">When.</param>
    /// <param name="refusal">For how long.</param>
    public void Refuse(
        FrameworkId framework, string role, IReadOnlyCollection<AgentId> agents, Moment now, Refusal refusal)
    {
        var holder = cluster.Framework(framework);
        if (!holder.Subscriptions.TryGetValue(role, out var subscription))
        {
            return;
        }

        foreach (var id in agents)
        {
            if (cluster.Find(id) is { } agent)
            {
                Refuse(agent, subscription, agent.Free.AllocatableTo(role), now, refusal);
            }
        }
    }

    /// <summary>
    /// An operation on offered resources (RESERVE, CREATE, ...) has turned some of what a framework has, and of the
    /// agent's total, into something else.
    /// </summary>
    /// <param name="framework">Who has it.</param>
    /// <param name="agent">Where.</param>
    /// <param name="before">What it was, allocated.</param>
    /// <param name="after">What it has become, allocated.</param>
    public void UpdateAllocation(FrameworkId framework, AgentId agent, Resources before, Resources after)
    {
        var known = cluster.Agent(agent);
        var holder = cluster.Find(framework);
        Invariant.Holds(holder is not null, $"framework {framework} has something");
        var touched = ByRole(before)
            .Select(part => (Subscription: subscriptions.Ensure(holder, part.Role), part.Resources))
            .ToArray();
        foreach (var (subscription, part) in touched)
        {
            ledger.Release(known, subscription, part);
        }

        Hold(known, holder, after, isRound: false);
        foreach (var (subscription, _) in touched)
        {
            Moved(subscription);
        }

        Convert(known, before.Unallocated, after.Unallocated);
    }

    /// <summary>
    /// Gives a framework more copies of shared volumes it has: one for each further task of an accept that uses them.
    /// </summary>
    public void AddShared(FrameworkId framework, AgentId agent, Resources copies)
    {
        Invariant.Holds(copies.All(static resource => resource.Kind.Shared), "only what is shared has copies");
        Hold(cluster.Agent(agent), cluster.Framework(framework), copies, isRound: false);
    }

    /// <summary>
    /// An operator's operation on free resources: turns some of what is free on an agent, and of its total, into
    /// something else.
    /// </summary>
    /// <returns>False, and nothing done, if not all of it is free.</returns>
    public bool UpdateAvailable(AgentId agent, Resources before, Resources after)
    {
        var known = cluster.Agent(agent);
        if (!known.Free.Contains(before) || before.Any(resource => resource.Kind.Shared && known.Uses(resource.Kind)))
        {
            return false;
        }

        Convert(known, before, after);
        candidates.IsRelaxed = true;
        candidates.Wait(known);
        return true;
    }

        private static bool IsOfOneRole(Resources resources, out string role)
    {
        var entries = resources.Entries;
        role = entries.IsEmpty ? "" : entries[0].Kind.AllocationRole ?? "";
        foreach (var entry in entries)
        {
            if (entry.Kind.AllocationRole != role)
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<(string Role, Resources Resources)> ByRole(Resources resources)
    {
        if (IsOfOneRole(resources, out var role))
        {
            return resources.IsEmpty ? [] : [(role, resources)];
        }

        var roles = resources.Select(static resource => resource.Kind.AllocationRole).Distinct().ToArray();
        Invariant.Holds(!roles.Contains(null), "what a framework has is allocated to a role");
        return roles.Select(each => (each!, resources.Where(resource => resource.Kind.AllocationRole == each)));
    }

    private void Recover(
        AllocatorFramework holder, AllocatorAgent agent, string role, Resources resources, Moment now, Refusal? refusal)
    {
        if (!holder.Subscriptions.TryGetValue(role, out var subscription) || agent.FindHolding(subscription) < 0)
        {
            return;
        }

        ledger.Recover(agent, subscription, resources);
        FilterBook.Unblock(agent);
        if (refusal is { } refused)
        {
            Refuse(agent, subscription, resources.Unallocated, now, refused);
        }

        Moved(subscription);
    }

    private void Refuse(
        AllocatorAgent agent, Subscription subscription, Resources refused, Moment now, Refusal refusal)
    {
        if (refusal.Span > TimeSpan.Zero && subscription is { IsSubscribed: true, Framework.IsActive: true })
        {
            var span = refusal.Span > Options.AllocationInterval ? refusal.Span : Options.AllocationInterval;
            filters.Add(agent, subscription, refused, now + span);
        }
    }

    private void Hold(AllocatorAgent agent, AllocatorFramework framework, Resources resources, bool isRound)
    {
        foreach (var (role, part) in ByRole(resources))
        {
            var subscription = subscriptions.Ensure(framework, role);
            ledger.Hold(agent, subscription, part);
            if (isRound)
            {
                RoleTree.CountRound(subscription);
            }

            tree.Move(subscription);
        }
    }

    /// <summary>A subscription has less than before: it moves, or goes if nothing is left to it.</summary>
    private void Moved(Subscription subscription)
    {
        tree.Move(subscription);
        if (!subscription.IsSubscribed)
        {
            subscriptions.Settle(subscription);
        }
    }

    private void Convert(AllocatorAgent agent, Resources before, Resources after)
    {
        ledger.SetTotal(agent, agent.Total - before + after);
        FilterBook.Unblock(agent);
    }
}
