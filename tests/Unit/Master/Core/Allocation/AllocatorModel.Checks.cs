using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

/// <content>What must be so whatever happens.</content>
internal sealed partial class AllocatorModel
{
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
}
