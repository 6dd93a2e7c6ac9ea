using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <summary>
/// The allocator of mesos.md chapter 6 in the simplest words: it forgets nothing, keeps nothing ready, and looks at
/// everything again every time. What it says of small clusters is what the real one must do.
/// </summary>
internal sealed class ReferenceAllocator
{
    public sealed record Agent(AgentTraits Traits, Resources Total, bool IsActive);

    public sealed record Framework(FrameworkTraits Traits, bool IsActive);

    public sealed record Filter(FrameworkId Framework, string Role, AgentId Agent, Resources Refused, Moment Expiry);

    private Dictionary<string, long>? held;

    public SortedDictionary<string, Agent> Agents { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Framework> Frameworks { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Framework, string Role, string Agent), Resources> Used { get; } = [];

    public List<Filter> Filters { get; set; } = [];

    public HashSet<string>? Whitelist { get; set; }

    public Dictionary<string, Quota> Quotas { get; } = [];

    public Dictionary<string, double> Weights { get; } = [];

    /// <summary>
    /// How often a framework in a role (<c>role/./framework</c>), a role's frameworks (<c>role/.</c>) and a role were
    /// served.
    /// </summary>
    public Dictionary<string, long> Rounds { get; } = [];

    public Resources Free(string agent) =>
        Agents[agent].Total - Sum(Used.Where(use => use.Key.Agent == agent).Select(static use => use.Value.Unallocated));

    /// <summary>Fair shares begin to be served (or end): what is required now stays free until all have been.</summary>
    public void BeginShares(bool begin) => held = !begin ? null : Quotas.Values
        .SelectMany(static quota => quota.Guarantees).Select(static amount => amount.Key).Distinct().ToDictionary(static name => name, Required);

    /// <summary>What an agent is offered for guarantees, given all that has been allocated so far.</summary>
    public List<(string Framework, string Role, Resources Offer)> Guarantees(string agent) => Serve(
        agent,
        role => Quotas.TryGetValue(role, out var quota) && Unsatisfied(role, quota).Count > 0,
        (framework, role) => OfferGuaranteed(agent, framework, role));

    /// <summary>What an agent is offered as fair shares, given all that has been allocated so far.</summary>
    public List<(string Framework, string Role, Resources Offer)> Shares(string agent) =>
        Serve(agent, static _ => true, (framework, role) => OfferFair(agent, framework, role));

    /// <summary>Forgets how often those were served that do not exist any more.</summary>
    public void Prune()
    {
        var roles = Subscriptions().Select(static pair => pair.Role)
            .Concat(Weights.Where(static weight => weight.Value != 1).Select(static weight => weight.Key))
            .Concat(Quotas.Keys)
            .Concat(Agents.Values.SelectMany(static agent => agent.Total).Where(static r => r.Kind.ReservedRole is not null).Select(static r => Roles.TopLevel(r.Kind.ReservedRole!)))
            .SelectMany(static role => Lineage(role))
            .ToHashSet();
        var keys = Subscriptions().SelectMany(static pair => (string[])[$"{pair.Role}/.", $"{pair.Role}/./{pair.Framework}"])
            .Concat(roles).ToHashSet();
        foreach (var key in Rounds.Keys.Where(key => !keys.Contains(key)).ToArray())
        {
            Rounds.Remove(key);
        }
    }

    public void Hold(string framework, string role, string agent, Resources allocated, bool isRound)
    {
        var key = (framework, role, agent);
        Used[key] = Used.GetValueOrDefault(key, Resources.Empty) + allocated;
        foreach (var round in isRound ? Lineage(role).Append($"{role}/.").Append($"{role}/./{framework}") : [])
        {
            Rounds[round] = Rounds.GetValueOrDefault(round) + 1;
        }
    }

    public void Release(string framework, string role, string agent, Resources allocated)
    {
        var key = (framework, role, agent);
        Used[key] -= allocated;
        if (Used[key].IsEmpty)
        {
            Used.Remove(key);
        }
    }

    private static IEnumerable<string> Lineage(string role)
    {
        for (var each = role; each is not null; each = Roles.Parent(each))
        {
            yield return each;
        }
    }

    private static Resources Sum(IEnumerable<Resources> bags) =>
        bags.Aggregate(Resources.Empty, static (all, bag) => all + bag);

    private IEnumerable<(string Framework, string Role)> Subscriptions() => Frameworks
        .SelectMany(static framework => framework.Value.Traits.Roles.Select(role => (framework.Key, role)))
        .Concat(Used.Keys.Select(static use => (use.Framework, use.Role)))
        .Distinct();

    private List<(string Framework, string Role, Resources Offer)> Serve(
        string agent, Func<string, bool> isServed, Func<string, string, Resources> offer)
    {
        List<(string, string, Resources)> offers = [];
        if (!Agents[agent].IsActive || Whitelist?.Contains(Agents[agent].Traits.Hostname) == false)
        {
            return offers;
        }

        foreach (var (role, frameworks) in Order())
        {
            foreach (var framework in frameworks)
            {
                if (isServed(role) && offer(framework, role) is { IsEmpty: false } given)
                {
                    offers.Add((framework, role, given));
                    var key = (framework, role, agent);
                    Used[key] = Used.GetValueOrDefault(key, Resources.Empty) + given.AllocatedTo(role);
                }
            }
        }

        foreach (var (framework, role, given) in offers)
        {
            Release(framework, role, agent, given.AllocatedTo(role));
            Hold(framework, role, agent, given.AllocatedTo(role), isRound: true);
        }

        return offers;
    }

    /// <summary>The roles with their frameworks, in the order in which they are served.</summary>
    private List<(string Role, List<string> Frameworks)> Order()
    {
        var competing = Frameworks
            .Where(static framework => framework.Value.IsActive)
            .SelectMany(static framework => framework.Value.Traits.Roles
                .Except(framework.Value.Traits.SuppressedRoles)
                .Select(role => (Role: role, Framework: framework.Key)))
            .ToLookup(static pair => pair.Role, static pair => pair.Framework);
        List<(string, List<string>)> order = [];
        Visit("", [.. competing.Select(static group => group.Key)], competing, order);
        return order;
    }

    private void Visit(
        string parent, List<string> roles, ILookup<string, string> competing, List<(string, List<string>)> order)
    {
        var children = roles
            .Select(role => role == parent ? parent + "/." : Child(parent, role))
            .Distinct()
            .OrderBy(node => Share(node.EndsWith("/.", StringComparison.Ordinal) ? use => use.Role == parent : use => Roles.IsSameOrDescendant(use.Role, node))
                / (node.EndsWith("/.", StringComparison.Ordinal) ? 1 : Weights.GetValueOrDefault(node, 1)))
            .ThenBy(node => Rounds.GetValueOrDefault(node))
            .ThenBy(static node => node, StringComparer.Ordinal);
        foreach (var child in children.ToArray())
        {
            if (child == parent + "/.")
            {
                order.Add((parent, [.. competing[parent]
                    .OrderBy(framework => Share(use => use.Role == parent && use.Framework == framework))
                    .ThenBy(framework => Rounds.GetValueOrDefault($"{parent}/./{framework}"))
                    .ThenBy(static framework => framework, StringComparer.Ordinal)]));
            }
            else
            {
                Visit(child, [.. roles.Where(role => Roles.IsSameOrDescendant(role, child))], competing, order);
            }
        }
    }

    private static string Child(string parent, string role)
    {
        var rest = parent.Length == 0 ? role : role[(parent.Length + 1)..];
        return (parent.Length == 0 ? "" : parent + "/") + Roles.TopLevel(rest);
    }

    private double Share(Func<(string Framework, string Role, string Agent), bool> whose)
    {
        var total = Quantities.Of(Sum(Agents.Values.Select(static agent => agent.Total)));
        var used = Quantities.Of(Sum(Used.Where(use => whose(use.Key)).Select(static use => use.Value)));
        return used.Select(amount => total[amount.Key] is { } all and > 0 ? amount.Value / (double)all : 0).DefaultIfEmpty(0).Max();
    }

    private static bool IsQuotable(Resource r) =>
        r.Kind is { Type: ResourceType.Scalar, IsUnreserved: true, Revocable: false, Shared: false };

    private Dictionary<string, long> Consumed(string role)
    {
        var used = Used.Where(use => Roles.IsSameOrDescendant(use.Key.Role, role)).SelectMany(static use => use.Value).Where(IsQuotable);
        var reserved = Agents.Values.SelectMany(static agent => agent.Total).Where(r =>
            r.Kind is { Type: ResourceType.Scalar, ReservedRole: { } held } && Roles.IsSameOrDescendant(held, role));
        return used.Concat(reserved).GroupBy(static r => r.Kind.Name).ToDictionary(static g => g.Key, static g => g.Sum(r => r.Thousandths));
    }

    private Dictionary<string, long> Unsatisfied(string role, Quota quota)
    {
        var consumed = Consumed(role);
        return quota.Guarantees
            .Select(amount => (amount.Key, Missing: amount.Value - consumed.GetValueOrDefault(amount.Key)))
            .Where(static amount => amount.Missing > 0)
            .ToDictionary(static amount => amount.Key, static amount => amount.Missing);
    }

    private long Left(string role, string name)
    {
        var top = Roles.TopLevel(role);
        return Quotas.TryGetValue(top, out var quota) && quota.Limits[name] is { } limit
            ? Math.Max(0, limit - Consumed(top).GetValueOrDefault(name))
            : long.MaxValue;
    }

    private long Required(string name) =>
        Quotas.Sum(quota => Unsatisfied(quota.Key, quota.Value).GetValueOrDefault(name));

    private long Slack(string name)
    {
        var required = held?.GetValueOrDefault(name) ?? Required(name);
        var free = Agents.Keys.SelectMany(Free).Where(r => IsQuotable(r) && r.Kind.Name == name).Sum(static r => r.Thousandths);
        return required == 0 ? long.MaxValue : Math.Max(0, free - required);
    }

    private Resources OfferGuaranteed(string agent, string framework, string role)
    {
        var bag = Offerable(agent, framework, role);
        var unsatisfied = Unsatisfied(role, Quotas[role]);
        var quotable = bag.Where(IsQuotable);
        var guaranteed = Shrink(quotable, name => unsatisfied.GetValueOrDefault(name));
        if (guaranteed.IsEmpty)
        {
            return Resources.Empty;
        }

        var extra = Shrink(quotable - guaranteed, name =>
            Left(role, name) is var left && left == long.MaxValue ? left : left - guaranteed.Thousandths(name));
        return Final(agent, framework, role, bag.Where(static r => !IsQuotable(r)) + guaranteed + Shrink(extra, Slack));
    }

    private Resources OfferFair(string agent, string framework, string role)
    {
        var bag = Offerable(agent, framework, role);
        var extra = Shrink(Shrink(bag.Where(IsQuotable), name => Left(role, name)), Slack);
        return Final(agent, framework, role, bag.Where(static r => !IsQuotable(r)) + extra);
    }

    private Resources Offerable(string agent, string framework, string role)
    {
        var (traits, total, _) = Agents[agent];
        var capabilities = Frameworks[framework].Traits.Capabilities;
        var free = Free(agent).AllocatableTo(role);
        if (!IsEnough(framework, role, free)
            || (total.Scalar("gpus") > 0 && !capabilities.HasFlag(FrameworkCapabilities.GpuResources))
            || !Frameworks[framework].Traits.Constraints.Accept(role, traits))
        {
            return Resources.Empty;
        }

        return free.Where(r =>
            (!r.Kind.Revocable || capabilities.HasFlag(FrameworkCapabilities.RevocableResources))
            && (r.Kind.Reservations.Length < 2 || capabilities.HasFlag(FrameworkCapabilities.ReservationRefinement)));
    }

    private Resources Final(string agent, string framework, string role, Resources offer)
    {
        var isKnown = !Frameworks[framework].Traits.Capabilities.HasFlag(FrameworkCapabilities.MultiRole)
            || Agents[agent].Traits.Capabilities.HasFlag(AgentCapabilities.MultiRole);
        isKnown &= !role.Contains('/') || Agents[agent].Traits.Capabilities.HasFlag(AgentCapabilities.HierarchicalRole);
        var isRefused = Filters.Any(filter =>
            filter.Framework.Value == framework && filter.Role == role && filter.Agent.Value == agent && filter.Refused.Contains(offer));
        return isKnown && !isRefused && IsEnough(framework, role, offer) ? offer : Resources.Empty;
    }

    private bool IsEnough(string framework, string role, Resources offer) =>
        Frameworks[framework].Traits.MinAllocatable.TryGetValue(role, out var sets)
            ? !offer.IsEmpty && (sets.IsEmpty || sets.Any(set => set.All(least => offer.Thousandths(least.Key) >= least.Value)))
            : offer.Thousandths("cpus") >= 10 || offer.Thousandths("mem") >= 32_000;

    private static Resources Shrink(Resources bag, Func<string, long> allowed) => Resources.Of(bag
        .Select(entry => Resource.OfThousandths(entry.Kind, Math.Clamp(allowed(entry.Kind.Name), 0, entry.Thousandths))));
}
