using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// One run after another over the agents that have changed: first for unsatisfied guarantees, then for fair shares (Mesos:
/// HierarchicalAllocatorProcess::__allocate). A run is done in slices; what changes meanwhile is looked at as it is then.
/// </summary>
internal sealed class AllocationRun(
    Cluster cluster, Candidates candidates, RoleTree tree, QuotaBook quota, Ledger ledger, Judge judge, AllocatorOptions options)
{
    // What judging and offering cost, when passing over one framework costs 1.
    private const int GuaranteeWork = 150;
    private const int OfferWork = 20;

    private readonly ServingOrder servingOrder = new(options);
    private readonly List<Subscription> served = [];
    private readonly List<Subscription> few = [];
    private readonly List<int> numbers = [];
    private readonly List<RoleNode> needy = [];
    private List<OfferDraft> drafts = [];
    private List<AllocatorAgent> agents = [];
    private long queue;
    private Chance chance = new(0);
    private int position;
    private bool isForGuarantees;
    private int work;

    /// <summary>How many runs have been finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Whether a run has been begun and not finished.</summary>
    public bool IsUnderWay => position < agents.Count || isForGuarantees;

    /// <summary>Does a part of a run, and begins one if none is under way.</summary>
    /// <param name="draws">In what order agents are looked at.</param>
    /// <param name="budget">How much work to do, at most; passing over one framework is 1.</param>
    public List<OfferDraft> Slice(Chance draws, int budget)
    {
        drafts = [];
        chance = draws;
        work = 0;
        tree.Refresh();
        if (!IsUnderWay)
        {
            Begin();
        }

        while (IsUnderWay && work < budget)
        {
            Step();
        }

        return drafts;
    }

    private void Begin()
    {
        judge.Run = Finished;
        var taken = candidates.Take();
        (agents, queue, position) = (taken.Agents, taken.Number, 0);
        isForGuarantees = quota.Needy.Count > 0 && agents.Count > 0;
        quota.BeginShares();
    }

    private void Step()
    {
        if (position == agents.Count)
        {
            isForGuarantees = false;
            position = 0;
            quota.BeginShares();
            return;
        }

        var agent = Draw();
        work++;
        if (agent.QueuedIn == queue)
        {
            Serve(agent);
            Settle(agent);
        }

        if (!IsUnderWay)
        {
            agents = [];
            position = 0;
            Finished++;
        }
    }

    /// <summary>One of the agents not looked at yet, by chance; it takes its place among those that have been.</summary>
    private AllocatorAgent Draw()
    {
        var at = position + chance.Next(agents.Count - position);
        (agents[position], agents[at]) = (agents[at], agents[position]);
        return agents[position++];
    }

    private void Serve(AllocatorAgent agent)
    {
        if (isForGuarantees)
        {
            ServeGuarantees(agent);
        }
        else
        {
            agent.QueuedIn = 0;
            ServeShares(agent);
        }
    }

    private static bool IsServable(AllocatorAgent agent) => agent is { IsActive: true, IsRemoved: false, Free.IsEmpty: false };

    private void ServeGuarantees(AllocatorAgent agent)
    {
        if (!IsServable(agent))
        {
            return;
        }

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
            work++;
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
            work++;
            if (role.NeedyAt < 0)
            {
                return;
            }

            if (!agent.Blocked[subscription.Index])
            {
                work += GuaranteeWork;
                Conclude(agent, subscription, judge.Guaranteed(agent, subscription, chance));
            }
        }
    }

    private void ServeShares(AllocatorAgent agent)
    {
        if (!IsServable(agent))
        {
            return;
        }

        var active = cluster.ActiveCount;
        var eligible = cluster.Active.CountWithout(agent.Blocked, int.MaxValue);
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

        work += few.Count;
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
            work++;
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

        drafts.Add(new(subscription.Framework.Id, agent.Id, subscription.Role, allocated));
        served.Add(subscription);
        work += OfferWork;
    }

    /// <summary>Shares are those before the agent was looked at until it has been; then they move.</summary>
    private void Settle(AllocatorAgent agent)
    {
        foreach (var subscription in served)
        {
            tree.Move(subscription);
        }

        if (!isForGuarantees && agent.SharedOfferedIn == judge.Run)
        {
            candidates.Wait(agent);
        }

        served.Clear();
    }
}
