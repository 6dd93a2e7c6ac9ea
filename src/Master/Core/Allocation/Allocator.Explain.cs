using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <content>Why things are as they are. Nothing here changes what is decided next.</content>
public sealed partial class Allocator
{
    /// <summary>What is set aside for guarantees.</summary>
    public Headroom Headroom => new(quota.Free.ToQuantities(names), quota.Required.ToQuantities(names));

    /// <summary>Why a framework is, or is not, offered an agent for a role.</summary>
    public Verdict Explain(FrameworkId framework, string role, AgentId agent)
    {
        BeginExplaining();
        return cluster.Find(agent) is { } known
            ? Explain(framework, role, Subscription(framework, role), known)
            : new(framework, role, agent, PassedOver.AgentInactive, Resources.Empty, Resources.Empty);
    }

    /// <summary>For each reason why agents are passed over for a framework's role: how many there are now.</summary>
    public IReadOnlyDictionary<PassedOver, int> Explain(FrameworkId framework, string role) =>
        new SortedDictionary<PassedOver, int>(Explain(framework, role, 0, int.MaxValue).Reasons
            .ToDictionary(static reason => reason.Reason, static reason => reason.Agents));

    /// <summary>
    /// The same of some of the agents, so that the loop is not held by those who ask: in parts it is what each agent
    /// is when its turn comes.
    /// </summary>
    /// <param name="framework">The framework.</param>
    /// <param name="role">The role.</param>
    /// <param name="from">Where to begin: 0, then what the part before says.</param>
    /// <param name="most">How many agents to look at, at most.</param>
    public ReasonPart Explain(FrameworkId framework, string role, int from, int most)
    {
        BeginExplaining();
        var subscription = Subscription(framework, role);
        var counts = new SortedDictionary<PassedOver, ReasonCount>();
        var agents = cluster.Agents.Items[Math.Min(from, cluster.Agents.Length)..];
        foreach (var agent in agents[..Math.Min(most, agents.Length)])
        {
            if (agent is not null)
            {
                var verdict = Explain(framework, role, subscription, agent);
                counts[verdict.Reason] = counts.TryGetValue(verdict.Reason, out var known)
                    ? known with { Agents = known.Agents + 1 }
                    : new(verdict.Reason, 1, verdict);
            }
        }

        return new([.. counts.Values], agents.Length > most ? from + most : null);
    }

    /// <summary>Where a framework stands in each of its roles, by name; none if it is not known.</summary>
    public IReadOnlyList<RoleStanding> Standings(FrameworkId framework)
    {
        tree.Refresh();
        return
        [
            .. (cluster.Find(framework)?.Subscriptions.Values ?? Enumerable.Empty<Subscription>())
                .OrderBy(static subscription => subscription.Role, StringComparer.Ordinal)
                .Select(Standing),
        ];
    }

    /// <summary>Who has something on an agent, offered or used, in the order in which they got it.</summary>
    public IReadOnlyList<(FrameworkId Framework, string Role, Resources Resources)> Holders(AgentId agent)
    {
        List<(FrameworkId, string, Resources)> holders = [];
        foreach (var (subscription, resources) in cluster.Find(agent) is { } known ? known.Holdings : [])
        {
            holders.Add((subscription.Framework.Id, subscription.Role, resources));
        }

        return holders;
    }

    /// <summary>How often a framework has been passed over for each reason since it was added.</summary>
    public IReadOnlyDictionary<PassedOver, long> PassedOverCounts(FrameworkId framework) =>
        Enum.GetValues<PassedOver>()
            .Select(reason => (reason, count: cluster.Find(framework)?.PassedOver[(int)reason] ?? 0))
            .Where(static entry => entry.count > 0)
            .ToDictionary(static entry => entry.reason, static entry => entry.count);

    /// <summary>
    /// Between runs it is told what the next one would do; while one is under way, what that will do yet.
    /// </summary>
    private void BeginExplaining()
    {
        if (!run.IsUnderWay)
        {
            judge.Run = run.Finished;
            quota.BeginShares();
        }
    }

    private Subscription? Subscription(FrameworkId framework, string role) =>
        cluster.Find(framework)?.Subscriptions.GetValueOrDefault(role);

    private RoleStanding Standing(Subscription subscription)
    {
        var node = subscription.Leaf.Node;
        var top = node.Top.Quota;
        return new(
            subscription.Role,
            subscription.Standing,
            tree.Share(subscription),
            tree.Share(node),
            subscription.Filters,
            top.ToQuota(names),
            top.Consumed.ToQuantities(names));
    }

    private Verdict Explain(FrameworkId framework, string role, Subscription? subscription, AllocatorAgent agent)
    {
        var standing = subscription?.Standing ?? PassedOver.NotSubscribed;
        standing = standing == PassedOver.Not ? agent.Standing : standing;

        var free = agent.Free.AllocatableTo(role);
        if (standing != PassedOver.Not)
        {
            return new(framework, role, agent.Id, standing, free, Resources.Empty);
        }

        var judgement = Judge(agent, subscription!);
        return new(
            framework,
            role,
            agent.Id,
            judgement.Reason,
            free,
            judgement.Offer,
            judgement.Filter < 0 ? null : agent.Filters!.Set(judgement.Filter).Resources,
            judgement.Filter < 0 ? null : agent.Filters!.Expiry(judgement.Filter));
    }

    /// <summary>What a run would say: for the role's guarantee if it is not satisfied, or else for its share.</summary>
    private Judgement Judge(AllocatorAgent agent, Subscription subscription)
    {
        var fair = judge.Fair(agent, subscription, new(0));
        return fair.Reason != PassedOver.Not
            && subscription.Leaf.Node.NeedyAt >= 0
            && judge.Guaranteed(agent, subscription, new(0)) is { Reason: PassedOver.Not } guaranteed
            ? guaranteed
            : fair;
    }
}
