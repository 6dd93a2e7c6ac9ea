using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// What frameworks have refused on which agents, and for how long. A filter blocks its subscription on the agent
/// outright while it
/// refuses all that is free there; when more becomes free the block goes, and what would be offered is compared.
/// </summary>
internal sealed class FilterBook(Slots<AllocatorAgent> agents, Slots<Subscription> subscriptions)
{
    private readonly Expiries expiries = new();
    private long count;

    /// <summary>Adds a filter.</summary>
    /// <param name="agent">Where.</param>
    /// <param name="subscription">Whose.</param>
    /// <param name="refused">What it refuses, not allocated.</param>
    /// <param name="expiry">When it ends.</param>
    public void Add(AllocatorAgent agent, Subscription subscription, Resources refused, Moment expiry)
    {
        var filters = agent.Filters ??= new();
        if (filters.Add(subscription.Index, refused, expiry) is not { } set)
        {
            return;
        }

        agent.Filtered.Set(subscription.Index);
        Count(subscription, 1);
        if (set.Resources.Contains(agent.Free))
        {
            set.Blocks = true;
            agent.Blocked.Set(subscription.Index);
        }

        expiries.Add(expiry, agent.Index, subscription.Index);
        if (expiries.Count > (2 * count) + 100_000)
        {
            Rebuild();
        }
    }

    /// <summary>The filter that refuses an offer; -1 if none does.</summary>
    public static int Find(AllocatorAgent agent, Subscription subscription, Resources offer)
    {
        if (!agent.Filtered[subscription.Index])
        {
            return -1;
        }

        var filters = agent.Filters!;
        for (var i = Next(filters, subscription, 0); i >= 0; i = Next(filters, subscription, i + 1))
        {
            if (filters.Set(i).Resources.Contains(offer))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Blocks a subscription on an agent because of a filter that refuses the most it could be offered now.
    /// </summary>
    public static void Block(AllocatorAgent agent, Subscription subscription, int filter)
    {
        agent.Filters!.Set(filter).Blocks = true;
        agent.Blocked.Set(subscription.Index);
    }

    /// <summary>
    /// More or something else is free on an agent: filters that do not refuse all of it block no more.
    /// </summary>
    public static void Unblock(AllocatorAgent agent)
    {
        if (agent.Filters is not { } filters)
        {
            return;
        }

        var any = false;
        foreach (var set in filters.Sets)
        {
            if (set is { Blocks: true } && !set.Resources.Contains(agent.Free))
            {
                set.Blocks = false;
                any = true;
            }
        }

        for (var i = 0; any && i < filters.Count; i++)
        {
            if (!filters.Set(i).Blocks)
            {
                agent.Blocked.Clear(filters.Subscriptions[i]);
            }
        }
    }

    /// <summary>Ends all filters of a subscription.</summary>
    public void Clear(Subscription subscription)
    {
        foreach (var agent in agents.Items)
        {
            if (subscription.Filters == 0)
            {
                return;
            }

            if (agent is not null && agent.Filtered[subscription.Index])
            {
                Remove(agent, subscription, Moment.Never);
            }
        }
    }

    /// <summary>Ends all filters on an agent.</summary>
    public void Clear(AllocatorAgent agent)
    {
        for (var i = 0; i < agent.Filters?.Count; i++)
        {
            Count(subscriptions[agent.Filters.Subscriptions[i]]!, -1);
        }

        agent.Filters = null;
        agent.Filtered.Clear();
    }

    /// <summary>Ends the filters that are over before a moment.</summary>
    /// <param name="before">The moment.</param>
    /// <param name="ended">Told the agent of each.</param>
    public void Expire(Moment before, Action<AllocatorAgent> ended)
    {
        List<(int Agent, int Subscription)> early = [];
        while (expiries.Take(before, out var isOver) is { } bucket)
        {
            foreach (var entry in bucket)
            {
                if (Expire(entry, before, ended) > 0 && !isOver)
                {
                    early.Add(entry);
                }
            }
        }

        foreach (var (agent, subscription) in early)
        {
            expiries.Add(before, agent, subscription);
        }
    }

    private int Expire((int Agent, int Subscription) entry, Moment before, Action<AllocatorAgent> ended)
    {
        if (agents[entry.Agent] is not { } agent || subscriptions[entry.Subscription] is not { } subscription)
        {
            return 0;
        }

        var (removed, left) = Remove(agent, subscription, before);
        if (removed > 0)
        {
            ended(agent);
        }

        return left;
    }

    private static int Next(AgentFilters filters, Subscription subscription, int from)
    {
        var at = filters.Subscriptions[from..].IndexOf(subscription.Index);
        return at < 0 ? -1 : from + at;
    }

    private (int Removed, int Left) Remove(AllocatorAgent agent, Subscription subscription, Moment before)
    {
        var (removed, left) = (0, 0);
        for (var i = agent.Filters is { } filters ? Next(filters, subscription, 0) : -1; i >= 0;)
        {
            if (agent.Filters!.Expiry(i) < before)
            {
                agent.Filters.RemoveAt(i);
                removed++;
                i = i < agent.Filters.Count ? Next(agent.Filters, subscription, i) : -1;
            }
            else
            {
                left++;
                i = i + 1 < agent.Filters.Count ? Next(agent.Filters, subscription, i + 1) : -1;
            }
        }

        if (removed > 0)
        {
            Removed(agent, subscription, removed, left);
        }

        return (removed, left);
    }

    private void Removed(AllocatorAgent agent, Subscription subscription, int removed, int left)
    {
        Count(subscription, -removed);
        agent.Blocked.Clear(subscription.Index);
        if (left == 0)
        {
            agent.Filtered.Clear(subscription.Index);
        }

        if (agent.Filters!.Count == 0)
        {
            agent.Filters = null;
        }
    }

    private void Count(Subscription subscription, int change)
    {
        subscription.Filters += change;
        subscription.Leaf.Filters += change;
        count += change;
    }

    private void Rebuild()
    {
        expiries.Clear();
        foreach (var agent in agents.Items)
        {
            for (var i = 0; i < agent?.Filters?.Count; i++)
            {
                expiries.Add(agent.Filters.Expiry(i), agent.Index, agent.Filters.Subscriptions[i]);
            }
        }
    }
}
