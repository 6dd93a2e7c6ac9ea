using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Offers what one agent has free, in the order of shares (Mesos: the two loops of
/// HierarchicalAllocatorProcess::__allocate).
/// </summary>
internal sealed class Serving(
    Cluster cluster,
    Candidates candidates,
    RoleTree tree,
    QuotaBook quota,
    Ledger ledger,
    Judge judge,
    AllocatorOptions options)
{
    // What judging and offering cost, when passing over one framework costs 1.
    private const int GuaranteeWork = 150;
    private const int OfferWork = 20;

    private readonly ServingOrder servingOrder = new(options);
    private readonly List<Subscription> served = [];
    private readonly List<Subscription> few = [];
    private readonly List<int> numbers = [];
    private readonly List<RoleNode> needy = [];
    private Chance chance = new(0);
    private bool isForGuarantees;

    /// <summary>The offers made since <see cref="Begin"/>.</summary>
    public List<OfferDraft> Drafts { get; } = [];

    /// <summary>The work done since <see cref="Begin"/>.</summary>
    public int Work { get; private set; }

    /// <summary>Begins a slice.</summary>
    public void Begin(Chance draws)
    {
        Drafts.Clear();
        Work = 0;
        chance = draws;
    }

    /// <summary>Counts work that was done elsewhere.</summary>
    public void Spend(int work) => Work += work;

    /// <summary>Serves an agent to the roles whose guarantees are not satisfied.</summary>
    public void ForGuarantees(AllocatorAgent agent)
    {
        if (agent.IsOfferable)
        {
            isForGuarantees = true;
            ServeGuarantees(agent);
            Settle();
        }
    }

    /// <summary>Serves an agent to those whose share is least.</summary>
    public void ForShares(AllocatorAgent agent)
    {
        if (agent.IsOfferable)
        {
            isForGuarantees = false;
            ServeShares(agent);
            Settle();
        }
    }

    private void ServeGuarantees(AllocatorAgent agent)
    {
        if ((long)quota.Needy.Count * quota.Needy.Count <= tree.Root.Order.Count)
        {
            needy.Clear();
            needy.AddRange(quota.Needy);
            needy.Sort(Ranked.Compare);
            foreach (var role in needy)
            {
                ServeGuarantee(agent, role);
            }

            return;
        }

        foreach (var item in tree.Root.Order.Items)
        {
            Work++;
            if (agent.Free.IsEmpty)
            {
                return;
            }

            if (item is RoleNode { NeedyAt: >= 0 } role)
            {
                ServeGuarantee(agent, role);
            }
        }
    }

    private void ServeGuarantee(AllocatorAgent agent, RoleNode role)
    {
        if (role.Leaf is not { } leaf || agent.Free.IsEmpty)
        {
            return;
        }

        foreach (var item in leaf.Order.Items)
        {
            var subscription = (Subscription)item;
            Work++;
            if (role.NeedyAt < 0)
            {
                return;
            }

            if (!agent.Blocked[subscription.Index])
            {
                Work += GuaranteeWork;
                Conclude(agent, subscription, judge.Guaranteed(agent, subscription, chance));
            }
        }
    }

    private void ServeShares(AllocatorAgent agent)
    {
        var active = cluster.ActiveCount;
        var eligible = cluster.Active.CountWithout(agent.Blocked);
        if (eligible == 0)
        {
            return;
        }

        // Few who may be served are put in order by themselves; many are met soon on a walk through all.
        if (servingOrder.IsRandom || (long)eligible * eligible <= active)
        {
            ServeFew(agent);
        }
        else
        {
            ServeMany(agent, tree.Root);
        }
    }

    private void ServeFew(AllocatorAgent agent)
    {
        numbers.Clear();
        few.Clear();
        cluster.Active.ListWithout(agent.Blocked, numbers);
        foreach (var number in numbers)
        {
            few.Add(cluster.Subscriptions[number]!);
        }

        Work += few.Count;
        servingOrder.Sort(few, chance);
        foreach (var subscription in few)
        {
            if (agent.Free.IsEmpty)
            {
                return;
            }

            Conclude(agent, subscription, judge.Fair(agent, subscription, chance));
        }
    }

    private bool ServeMany(AllocatorAgent agent, RoleNode role)
    {
        foreach (var item in role.Order.Items)
        {
            var more = item is RoleLeaf leaf ? ServeMany(agent, leaf) : ServeMany(agent, (RoleNode)item);
            if (!more)
            {
                return false;
            }
        }

        return true;
    }

    private bool ServeMany(AllocatorAgent agent, RoleLeaf leaf)
    {
        foreach (var item in leaf.Order.Items)
        {
            var subscription = (Subscription)item;
            Work++;
            if (agent.Blocked[subscription.Index])
            {
                continue;
            }

            var reason = Conclude(agent, subscription, judge.Fair(agent, subscription, chance));
            if (agent.Free.IsEmpty)
            {
                return false;
            }

            if (reason == PassedOver.NothingFree)
            {
                return true;
            }
        }

        return true;
    }

    private PassedOver Conclude(AllocatorAgent agent, Subscription subscription, Judgement judgement)
    {
        if (judgement.IsTrimmed)
        {
            candidates.Park(agent);
        }

        if (judgement.Reason == PassedOver.Not)
        {
            Offer(agent, subscription, judgement.Offer);
            return PassedOver.Not;
        }

        subscription.Framework.PassedOver[(int)judgement.Reason]++;
        if (judgement.Filter >= 0 && judgement.IsLasting(agent))
        {
            FilterBook.Block(agent, subscription, judgement.Filter);
        }
        else if (judgement.IsLasting(agent))
        {
            agent.Blocked.Set(subscription.Index);
        }

        return judgement.Reason;
    }

    private void Offer(AllocatorAgent agent, Subscription subscription, Resources offer)
    {
        // A role that has more than it had requires less headroom, so others may have more in the next batch.
        candidates.IsRelaxed |= !isForGuarantees && subscription.Leaf.Node.Top.NeedyAt >= 0;
        var allocated = offer.AllocatedTo(subscription.Role);
        var shared = ledger.Allocate(agent, subscription, offer, allocated, judge.SummaryOf(agent, offer));
        if (!shared.IsEmpty)
        {
            agent.SharedOffered = agent.SharedOfferedIn == judge.Run ? agent.SharedOffered + shared : shared;
            agent.SharedOfferedIn = judge.Run;
        }

        Drafts.Add(new(subscription.Framework.Id, agent.Id, subscription.Role, allocated));
        served.Add(subscription);
        Work += OfferWork;
    }

    /// <summary>Shares are those before the agent was served until it has been; then they move.</summary>
    private void Settle()
    {
        foreach (var subscription in served)
        {
            tree.Move(subscription);
        }

        served.Clear();
    }
}
