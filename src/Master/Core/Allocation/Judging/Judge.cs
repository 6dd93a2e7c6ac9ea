using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Says what a framework would be offered of an agent for a role, or why nothing. Runs and explanations ask the same
/// judge, so that what is
/// told is what happened.
/// </summary>
internal sealed class Judge(AllocatorOptions options, QuotaBook quota, ResourceNames names)
{
    private readonly BagSummary own = new(names);
    private readonly BagSummary granted = new(names);
    private readonly Shrinking shrinking = new(names);
    private BagSummary free = new(names);

    /// <summary>The run whose shared offers count; see <see cref="AllocatorAgent.SharedOffered"/>.</summary>
    public long Run { get; set; }

    /// <summary>What an offer comes to, if it has been read already: if it is all that is free on the agent.</summary>
    public BagSummary? SummaryOf(AllocatorAgent agent, Resources offer) =>
        ReferenceEquals(free.Bag, agent.Free) && ReferenceEquals(offer, agent.Free) ? free : null;

    /// <summary>Takes over what somebody has read already of the agent that is judged next.</summary>
    public void Look(BagSummary read) => free = read;

    /// <summary>Judges for the fair share (Mesos: the second stage of __allocate).</summary>
    public Judgement Fair(AllocatorAgent agent, Subscription subscription, Chance chance)
    {
        var judgement = Consider(agent, subscription);
        if (judgement.Reason != PassedOver.Not)
        {
            return judgement;
        }

        var trimmed = Trim(judgement.Offer, subscription.Leaf.Node.Top.Quota, chance, out var why);
        return Conclude(agent, subscription, judgement.Offer, trimmed, why);
    }

    /// <summary>Judges for a role's unsatisfied guarantees (Mesos: the first stage of __allocate).</summary>
    public Judgement Guaranteed(AllocatorAgent agent, Subscription subscription, Chance chance)
    {
        var judgement = Consider(agent, subscription);
        if (judgement.Reason != PassedOver.Not)
        {
            return judgement;
        }

        var role = subscription.Leaf.Node.Quota;
        var quotable = judgement.Offer.Where(BagSummary.IsQuotable);
        var guaranteed = shrinking.Shrink(quotable, i => role.Unsatisfied[i], chance);
        if (guaranteed.IsEmpty)
        {
            return new(PassedOver.NothingFree, Resources.Empty);
        }

        var given = granted.Read(guaranteed).All;
        var extra = shrinking.Shrink(
            quotable - guaranteed,
            i => role.Left(i) == long.MaxValue ? long.MaxValue : role.Left(i) - given[i],
            chance);
        extra = shrinking.Shrink(extra, quota.Slack, chance);
        var offer = judgement.Offer.Where(static resource => !BagSummary.IsQuotable(resource)) + guaranteed + extra;
        return Conclude(agent, subscription, judgement.Offer, offer, PassedOver.Headroom);
    }

    private static bool Holds(Resources offer, (int Index, long Amount)[][] minimum, ResourceNames names) =>
        !offer.IsEmpty
        && (minimum.Length == 0
            || minimum.Any(set => set.All(least => offer.Thousandths(names[least.Index]) >= least.Amount)));

    private static bool Holds(Amounts offer, (int Index, long Amount)[][] minimum)
    {
        foreach (var set in minimum)
        {
            var holds = true;
            foreach (var (index, amount) in set)
            {
                holds &= offer[index] >= amount;
            }

            if (holds)
            {
                return true;
            }
        }

        return minimum.Length == 0;
    }

    /// <summary>What is free for the framework in the role, before quota and filters.</summary>
    private Judgement Consider(AllocatorAgent agent, Subscription subscription)
    {
        var traits = subscription.Framework.Traits!;
        if (!traits.Constraints.Accept(subscription.Role, agent.Traits))
        {
            return new(PassedOver.Constraints, Resources.Empty);
        }

        var bag = FreeFor(agent, subscription.Role);
        if (bag.IsEmpty)
        {
            return new(PassedOver.NothingFree, bag);
        }

        if (!IsEnough(agent, subscription, bag))
        {
            return new(PassedOver.TooLittle, bag);
        }

        if (agent.HasGpus
            && options.FilterGpuResources
            && !subscription.Framework.Can(FrameworkCapabilities.GpuResources))
        {
            return new(PassedOver.Gpus, bag);
        }

        return IsRemote(agent) && !subscription.Framework.Can(FrameworkCapabilities.RegionAware)
            ? new(PassedOver.Region, bag)
            : new(PassedOver.Not, Strip(bag, subscription.Framework));
    }

    /// <summary>What has been left of an offer is still enough, known to the agent, and not refused.</summary>
    private Judgement Conclude(
        AllocatorAgent agent, Subscription subscription, Resources untrimmed, Resources offer, PassedOver trimmedBy)
    {
        var isTrimmed = !ReferenceEquals(untrimmed, offer) && !offer.Contains(untrimmed);
        if (!ReferenceEquals(offer, agent.Free) && !Holds(offer, subscription.Minimum, names))
        {
            return new(isTrimmed ? trimmedBy : PassedOver.Incapable, offer, isTrimmed);
        }

        if (subscription.Framework.Can(FrameworkCapabilities.MultiRole) && !Can(agent, AgentCapabilities.MultiRole))
        {
            return new(PassedOver.AgentNotMultiRole, offer, isTrimmed);
        }

        if (subscription.Leaf.Node.Depth > 1 && !Can(agent, AgentCapabilities.HierarchicalRole))
        {
            return new(PassedOver.AgentNotHierarchical, offer, isTrimmed);
        }

        var filter = FilterBook.Find(agent, subscription, offer);
        return new(filter < 0 ? PassedOver.Not : PassedOver.Refused, offer, isTrimmed, filter);
    }

    private Resources FreeFor(AllocatorAgent agent, string role)
    {
        Look(agent);
        var bag = free.HasReserved ? agent.Free.AllocatableTo(role) : agent.Free;
        return agent.SharedOfferedIn == Run && free.HasShared ? bag - agent.SharedOffered : bag;
    }

    private void Look(AllocatorAgent agent)
    {
        if (!ReferenceEquals(free.Bag, agent.Free))
        {
            free = own.Read(agent.Free);
        }
    }

    private bool IsEnough(AllocatorAgent agent, Subscription subscription, Resources bag) =>
        ReferenceEquals(bag, agent.Free) && !free.HasShared
            ? Holds(free.All, subscription.Minimum)
            : Holds(bag, subscription.Minimum, names);

    private Resources Strip(Resources bag, AllocatorFramework framework)
    {
        var shared = free.HasShared && !framework.Can(FrameworkCapabilities.SharedResources);
        var revocable = free.HasRevocable && !framework.Can(FrameworkCapabilities.RevocableResources);
        var refined = free.HasRefined && !framework.Can(FrameworkCapabilities.ReservationRefinement);
        return shared || revocable || refined ? Without(bag, shared, revocable, refined) : bag;
    }

    private static Resources Without(Resources bag, bool shared, bool revocable, bool refined) =>
        bag.Where(resource =>
            !(shared && resource.Kind.Shared)
            && !(revocable && resource.Kind.Revocable)
            && !(refined && resource.Kind.Reservations.Length > 1));

    private Resources Trim(Resources bag, RoleQuota role, Chance chance, out PassedOver why)
    {
        why = PassedOver.Not;
        if (!quota.Any || IsWithin(free.Quotable, role))
        {
            return bag;
        }

        if (IsExhausted(free.Quotable, role, out why))
        {
            return free.HasOthers ? bag.Where(static resource => !BagSummary.IsQuotable(resource)) : Resources.Empty;
        }

        var quotable = bag.Where(BagSummary.IsQuotable);
        var limited = shrinking.Shrink(quotable, role.Left, chance);
        var spare = shrinking.Shrink(limited, quota.SlackForShares, chance);
        why = spare.Contains(limited) ? PassedOver.QuotaLimit : PassedOver.Headroom;
        return spare.Contains(quotable) ? bag : bag.Where(static resource => !BagSummary.IsQuotable(resource)) + spare;
    }

    /// <summary>Whether quota allows nothing of what counts against it.</summary>
    private bool IsExhausted(Amounts quotable, RoleQuota role, out PassedOver why)
    {
        why = PassedOver.QuotaLimit;
        var items = quotable.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] > 0 && role.Left(i) > 0)
            {
                why = PassedOver.Headroom;
                if (quota.SlackForShares(i) > 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool IsWithin(Amounts quotable, RoleQuota role)
    {
        var items = quotable.Items;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i] > 0 && (items[i] > role.Left(i) || items[i] > quota.SlackForShares(i)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsRemote(AllocatorAgent agent) =>
        options.Region is not null && agent.Traits.Region is { } region && region != options.Region;

    private static bool Can(AllocatorAgent agent, AgentCapabilities capability) =>
        (agent.Traits.Capabilities & capability) != 0;
}
