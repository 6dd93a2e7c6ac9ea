using System.Collections.Immutable;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <summary>The allocator and its reference, told the same.</summary>
internal sealed class AllocatorModel(bool hasQuota)
{
    private static readonly string[] RoleNames = ["a", "a/b", "a/c", "a/b/d", "b", "*"];

    private static readonly string[] Totals =
    [
        "cpus:4;mem:100;ports:[1-9]",
        "cpus:8;mem:50",
        "cpus:2;mem:200;cpus(a):2",
        "cpus:1;mem:64;cpus(a,a/b):2;mem(a):64",
        "cpus:3;mem:64;cpus{rev}:2",
        "cpus:4;mem:64;gpus:1",
        "disk:100",
    ];

    private static readonly double?[] Refusals = [null, 0, 1, 2, 5, 60];

    private readonly Allocator allocator = new(new AllocatorOptions());
    private readonly ReferenceAllocator reference = new();
    private readonly List<OfferDraft> offers = [];
    private readonly Chance chance = new(3);
    private Moment now = Moment.FromSeconds(100);
    private Moment lastBatch = Moment.FromSeconds(100);
    private Chance draws = new(0);
    private readonly List<string> log = [];
    private int count;

    /// <summary>Plays a history, of which each number is a thing that happens.</summary>
    public void Play(IEnumerable<int> history)
    {
        allocator.StartBatch(now);
        try
        {
            foreach (var number in history)
            {
                draws = new((ulong)number);
                Happen();
                reference.Prune();
                CheckBooks();
            }

            Batch();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"After:\n{string.Join('\n', log)}\n{failure.Message}", failure);
        }
    }

    private int Draw(int bound) => draws.Next(bound);

    private T Pick<T>(IReadOnlyList<T> items) => items[Draw(items.Count)];

    private void Happen()
    {
        switch (Draw(24))
        {
            case 0 or 1 or 2: AddAgent(); break;
            case 3 or 4: AddFramework(); break;
            case 5: RemoveAgent(); break;
            case 6: RemoveFramework(); break;
            case 7 or 8 or 9: Return(); break;
            case 10: Toggle(); break;
            case 11: SuppressOrRevive(); break;
            case 12: UpdateAgent(); break;
            case 13: UpdateFramework(); break;
            case 14: SetWeight(); break;
            case 15 or 16 when hasQuota: SetQuota(); break;
            case 17: Reserve(); break;
            default: Batch(); break;
        }
    }

    private void AddAgent()
    {
        var id = $"s{++count}";
        var traits = Scene.Traits(id, Draw(4) == 0 ? AgentCapabilities.None : Scene.AllAgentCapabilities, null, ("rack", $"{Draw(2)}"));
        var total = Scene.Bag(Pick(Totals));
        var used = new Dictionary<FrameworkId, Resources>();
        reference.Agents[id] = new(traits, total, true);
        if (Draw(4) == 0 && total.Scalar("cpus") > 0)
        {
            var (framework, role) = ($"f{Draw(4)}", Pick(RoleNames));
            used[Scene.F(framework)] = Scene.Bag("cpus:0.5").AllocatedTo(role);
            reference.Hold(framework, role, id, used[Scene.F(framework)], isRound: true);
        }

        allocator.AddAgent(Scene.A(id), traits, total, used);
        log.Add($"add {id} {total} {traits.Capabilities} used {string.Join(",", used)}");
    }

    private void AddFramework()
    {
        var id = $"f{Draw(6)}";
        if (reference.Frameworks.ContainsKey(id))
        {
            return;
        }

        var traits = Traits();
        reference.Frameworks[id] = new(traits, true);
        allocator.AddFramework(Scene.F(id), traits, active: true);
        log.Add($"add {id} {Say(traits)}");
    }

    private FrameworkTraits Traits()
    {
        var roles = Enumerable.Range(0, 1 + Draw(3)).Select(_ => Pick(RoleNames)).ToImmutableSortedSet();
        var capabilities = (FrameworkCapabilities)Draw(64) | (roles.Count > 1 ? FrameworkCapabilities.MultiRole : 0);
        var rack = new ConstraintGroup([new(ConstraintSubject.Attribute, "rack", ConstraintTest.TextEquals, "1", null)]);
        var minimum = ImmutableDictionary<string, ImmutableArray<Quantities>>.Empty;
        return new()
        {
            Roles = roles,
            Capabilities = capabilities,
            SuppressedRoles = Draw(4) == 0 ? [roles[0]] : [],
            Constraints = Draw(4) == 0 ? new(ImmutableSortedDictionary<string, ImmutableArray<ConstraintGroup>>.Empty.Add(roles[0], [rack])) : OfferConstraints.None,
            MinAllocatable = Draw(4) == 0 ? minimum.Add(roles[0], Draw(2) == 0 ? [] : [Quantities.Of(("cpus", 2000L))]) : minimum,
        };
    }

    private void RemoveAgent()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        reference.Agents.Remove(id);
        foreach (var use in reference.Used.Keys.Where(use => use.Agent == id).ToArray())
        {
            reference.Used.Remove(use);
        }

        reference.Filters.RemoveAll(filter => filter.Agent.Value == id);
        offers.RemoveAll(offer => offer.Agent.Value == id);
        allocator.RemoveAgent(Scene.A(id));
        log.Add($"remove {id}");
    }

    private void RemoveFramework()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        reference.Frameworks.Remove(id);
        reference.Filters.RemoveAll(filter => filter.Framework.Value == id);
        allocator.RemoveFramework(Scene.F(id));
        log.Add($"remove {id}");
    }

    /// <summary>An offer, or a part of what is used, goes back.</summary>
    private void Return()
    {
        if (reference.Used.Count == 0)
        {
            return;
        }

        var key = Pick([.. reference.Used.Keys.Order()]);
        var used = reference.Used[key];
        var part = Draw(3) == 0 ? Resources.Of(Pick([.. used])) : used;
        var refusal = Pick(Refusals) is { } seconds ? Refusal.FromSeconds(seconds) : (Refusal?)null;
        log.Add($"{key} returns {part} and refuses {refusal?.Span}");
        reference.Release(key.Framework, key.Role, key.Agent, part);
        allocator.Recover(Scene.F(key.Framework), Scene.A(key.Agent), part, now, refusal);
        if (refusal?.Span > TimeSpan.Zero
            && reference.Frameworks.GetValueOrDefault(key.Framework) is { IsActive: true } framework
            && framework.Traits.Roles.Contains(key.Role))
        {
            var expiry = now + TimeSpan.FromSeconds(Math.Max(1, refusal.Value.Span.TotalSeconds));
            reference.Filters.Add(new(Scene.F(key.Framework), key.Role, Scene.A(key.Agent), part.Unallocated, expiry));
        }
    }

    private void Toggle()
    {
        if (Draw(2) == 0 && reference.Agents.Count > 0)
        {
            var id = Pick([.. reference.Agents.Keys]);
            var agent = reference.Agents[id] = reference.Agents[id] with { IsActive = !reference.Agents[id].IsActive };
            log.Add($"{id} active {agent.IsActive}");
            if (agent.IsActive)
            {
                allocator.ActivateAgent(Scene.A(id));
            }
            else
            {
                allocator.DeactivateAgent(Scene.A(id));
            }
        }
        else if (reference.Frameworks.Count > 0)
        {
            var id = Pick([.. reference.Frameworks.Keys]);
            var framework = reference.Frameworks[id] = reference.Frameworks[id] with { IsActive = !reference.Frameworks[id].IsActive };
            log.Add($"{id} active {framework.IsActive}");
            if (framework.IsActive)
            {
                allocator.ActivateFramework(Scene.F(id));
            }
            else
            {
                allocator.DeactivateFramework(Scene.F(id));
                reference.Filters.RemoveAll(filter => filter.Framework.Value == id);
            }
        }
    }

    private void SuppressOrRevive()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        var framework = reference.Frameworks[id];
        var role = Pick([.. framework.Traits.Roles]);
        var revives = Draw(2) == 0;
        log.Add($"{id} revives {revives} {role}");
        var suppressed = revives ? framework.Traits.SuppressedRoles.Remove(role) : framework.Traits.SuppressedRoles.Add(role);
        reference.Frameworks[id] = framework with { Traits = framework.Traits with { SuppressedRoles = suppressed } };
        if (revives)
        {
            allocator.Revive(Scene.F(id), [role]);
            reference.Filters.RemoveAll(filter => filter.Framework.Value == id && filter.Role == role);
        }
        else
        {
            allocator.Suppress(Scene.F(id), [role]);
        }
    }

    private void UpdateAgent()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        var agent = reference.Agents[id];
        var traits = Draw(2) == 0 ? agent.Traits : Scene.Traits(id, Scene.AllAgentCapabilities, null, ("rack", $"{Draw(2)}"));
        var total = Draw(2) == 0 ? agent.Total : agent.Total + Scene.Bag("cpus:1;mem:32");
        total = Draw(4) == 0 ? Scene.Bag(Pick(Totals)) : total;
        if (!traits.Equals(agent.Traits))
        {
            reference.Filters.RemoveAll(filter => filter.Agent.Value == id);
        }

        reference.Agents[id] = agent with { Traits = traits, Total = total };
        allocator.UpdateAgent(Scene.A(id), traits, total);
        log.Add($"update {id} {total} {traits.Attributes[0].Text}");
    }

    private void UpdateFramework()
    {
        if (reference.Frameworks.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Frameworks.Keys]);
        var traits = Traits();
        reference.Frameworks[id] = reference.Frameworks[id] with { Traits = traits };
        reference.Filters.RemoveAll(filter => filter.Framework.Value == id && !traits.Roles.Contains(filter.Role));
        allocator.UpdateFramework(Scene.F(id), traits);
        log.Add($"update {id} {Say(traits)}");
    }

    private void SetWeight()
    {
        var (role, weight) = (Pick(RoleNames), 1 + Draw(3));
        reference.Weights[role] = weight;
        allocator.SetWeight(role, weight);
        log.Add($"weight {role} {weight}");
    }

    private void SetQuota()
    {
        var role = Pick(["a", "b", "c"]);
        var guarantees = Draw(3) == 0 ? Quantities.None : Quantities.Of(("cpus", 1000L * Draw(6)), ("mem", 32_000L * Draw(4)));
        var limits = Draw(2) == 0 ? Quantities.None : Quantities.Of(("cpus", 1000L * (6 + Draw(6))));
        var quota = new Quota(guarantees, limits);
        reference.Quotas.Remove(role);
        if (!quota.Equals(Quota.Default))
        {
            reference.Quotas[role] = quota;
        }

        allocator.SetQuota(role, quota);
        log.Add($"quota {role} {quota.Guarantees} to {quota.Limits}");
    }

    /// <summary>A framework or an operator reserves something.</summary>
    private void Reserve()
    {
        if (reference.Agents.Count == 0)
        {
            return;
        }

        var id = Pick([.. reference.Agents.Keys]);
        var (before, after) = (Scene.Bag("cpus:1"), Scene.Bag("cpus(a):1"));
        var (from, to) = Draw(2) == 0 ? (before, after) : (after, before);
        var agent = reference.Agents[id];
        var user = reference.Used.Where(use => use.Key.Agent == id && use.Key.Role == "a" && use.Value.Unallocated.Contains(from))
            .OrderBy(static use => use.Key).FirstOrDefault();
        if (user.Value is not null && agent.Total.Contains(from))
        {
            reference.Release(user.Key.Framework, "a", id, from.AllocatedTo("a"));
            reference.Hold(user.Key.Framework, "a", id, to.AllocatedTo("a"), isRound: false);
            allocator.UpdateAllocation(Scene.F(user.Key.Framework), Scene.A(id), from.AllocatedTo("a"), to.AllocatedTo("a"));
        }
        else
        {
            var isFree = reference.Free(id).Contains(from);
            Assert.Equal(isFree, allocator.UpdateAvailable(Scene.A(id), from, to));
            if (!isFree)
            {
                return;
            }
        }

        reference.Agents[id] = agent with { Total = agent.Total - from + to };
        log.Add($"{id} {user.Key} turns {from} into {to}");
    }

    private void Batch()
    {
        now += TimeSpan.FromMilliseconds(200 + (100 * Draw(20)));
        var due = lastBatch + TimeSpan.FromSeconds(1) < now ? lastBatch + TimeSpan.FromSeconds(1) : now;
        lastBatch = now;
        reference.Filters.RemoveAll(filter => filter.Expiry < due);
        allocator.StartBatch(now);
        List<OfferDraft> made = [];
        while (allocator.HasCandidates)
        {
            made.AddRange(allocator.Run(now, chance, 1 + Draw(50)).Offers);
        }

        log.Add($"batch {now - Moment.FromSeconds(100)}: {Scene.Say(made)}");
        Compare(made);
        offers.AddRange(made);
    }

    /// <summary>The reference looks at the agents in the order in which the offers came, then at all others.</summary>
    private void Compare(List<OfferDraft> made)
    {
        var at = 0;
        var seen = new HashSet<string>();
        while (at < made.Count && !seen.Contains(made[at].Agent.Value))
        {
            var agent = made[at].Agent.Value;
            var expected = reference.Guarantees(agent);
            if (expected.Count == 0)
            {
                break;
            }

            seen.Add(agent);
            Expect(made, ref at, agent, expected);
        }

        Assert.All(reference.Agents.Keys.Where(agent => !seen.Contains(agent)), agent => Assert.Empty(reference.Guarantees(agent)));
        seen.Clear();
        reference.BeginShares(true);
        while (at < made.Count)
        {
            var agent = made[at].Agent.Value;
            Assert.True(seen.Add(agent), $"{agent} is looked at once");
            Expect(made, ref at, agent, reference.Shares(agent));
        }

        Assert.All(reference.Agents.Keys.Where(agent => !seen.Contains(agent)), agent => Assert.Empty(reference.Shares(agent)));
        reference.BeginShares(false);
    }

    private static void Expect(
        List<OfferDraft> made, ref int at, string agent, List<(string Framework, string Role, Resources Offer)> expected)
    {
        Assert.NotEmpty(expected);
        foreach (var (framework, role, offer) in expected)
        {
            Assert.True(at < made.Count, $"{framework} is offered {agent} for {role}");
            Assert.Equal($"{framework} {agent} {role}", $"{made[at].Framework} {made[at].Agent} {made[at].Role}");
            Assert.Equal(offer.AllocatedTo(role), made[at].Resources);
            at++;
        }
    }

    private void CheckBooks()
    {
        foreach (var (id, agent) in reference.Agents)
        {
            Assert.Equal(agent.Total, allocator.Total(Scene.A(id)));
            Assert.Equal(reference.Free(id), allocator.Free(Scene.A(id)));
            var used = reference.Used.Where(use => use.Key.Agent == id).Select(static use => use.Value)
                .Aggregate(Resources.Empty, static (all, bag) => all + bag);
            var said = reference.Used.Keys.Where(use => use.Agent == id).Select(static use => use.Framework).Distinct()
                .Aggregate(Resources.Empty, (all, framework) => all + allocator.Used(Scene.F(framework), Scene.A(id)));
            Assert.Equal(used, said);
        }

        Assert.Equal(Sum(reference.Agents.Values.SelectMany(static agent => agent.Total)), allocator.TotalQuantities);
        Assert.Equal(Sum(reference.Used.Values.SelectMany(static bag => bag)), allocator.UsedQuantities);
        foreach (var role in RoleNames)
        {
            Assert.Equal(Sum(reference.Used.Where(use => Roles.IsSameOrDescendant(use.Key.Role, role)).SelectMany(static use => use.Value)), allocator.Allocated(role));
            Assert.Equal(reference.Filters.Count(filter => filter.Role == role), allocator.ActiveFilters(role));
        }
    }

    private static Quantities Sum(IEnumerable<Resource> resources) => Quantities.Of(resources
        .Where(static r => r.Kind.Type == ResourceType.Scalar)
        .GroupBy(static r => r.Kind.Name)
        .Select(static group => (group.Key, group.Sum(static r => r.Thousandths))));

    private static string Say(FrameworkTraits traits) =>
        $"{string.Join(",", traits.Roles)} suppressed {string.Join(",", traits.SuppressedRoles)} {traits.Capabilities} "
        + $"constrained {string.Join(",", traits.Constraints.Roles.Keys)} minimum {string.Join(",", traits.MinAllocatable.Keys)}";
}
