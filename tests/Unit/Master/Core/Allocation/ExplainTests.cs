using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class ExplainTests
{
    [Fact]
    public void A_refusal_is_told_with_what_was_refused_and_until_when()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 100);

        var verdict = scene.Allocator.Explain(Scene.F("f1"), "*", Scene.A("s1"));

        Assert.Equal(PassedOver.Refused, verdict.Reason);
        Assert.Equal(Scene.Bag("cpus:4;mem:64"), verdict.Refused);
        Assert.Equal(scene.Now + TimeSpan.FromSeconds(100), verdict.Until);
        Assert.Equal(Scene.Bag("cpus:4;mem:64"), verdict.Free);
    }

    [Fact]
    public void Each_reason_is_told()
    {
        var scene = new Scene().Framework("f1", "r").Agent("used", "cpus:4;mem:64");
        scene.Run();
        scene.Allocator.SetQuota("r", new(Quantities.None, Quantities.Of(("cpus", 4000L), ("mem", 64_000L))));
        scene.Agent("limited", "cpus:4;mem:64").Agent("little", "mem:1").Agent("gpus", "cpus:1;gpus:1").Agent("off", "cpus:1");
        scene.Allocator.DeactivateAgent(Scene.A("off"));

        var reasons = scene.Allocator.Explain(Scene.F("f1"), "r");

        Assert.Equal(
            [PassedOver.AgentInactive, PassedOver.NothingFree, PassedOver.TooLittle, PassedOver.Gpus, PassedOver.QuotaLimit],
            reasons.Keys);
        Assert.All(reasons.Values, static count => Assert.Equal(1, count));
        Assert.Equal(PassedOver.NotSubscribed, Why(scene, "f1", "other", "limited"));
        scene.Allocator.Suppress(Scene.F("f1"), []);
        Assert.Equal(PassedOver.Suppressed, Why(scene, "f1", "r", "limited"));
        scene.Allocator.DeactivateFramework(Scene.F("f1"));
        Assert.Equal(PassedOver.FrameworkInactive, Why(scene, "f1", "r", "limited"));
    }

    [Fact]
    public void Headroom_is_told()
    {
        var scene = new Scene().Framework("f1", "r").Agent("s1", "cpus:4;mem:64");
        scene.Allocator.SetQuota("q", new(Quantities.Of(("cpus", 4000L), ("mem", 64_000L)), Quantities.None));

        Assert.Equal(PassedOver.Headroom, Why(scene, "f1", "r", "s1"));
    }

    [Fact]
    public void What_a_guarantee_of_the_role_itself_sets_aside_is_not_kept_from_it()
    {
        var scene = new Scene().Framework("f1", "q").Agent("s1", "cpus:4;mem:64");
        scene.Allocator.SetQuota("q", new(Quantities.Of(("cpus", 4000L), ("mem", 64_000L)), Quantities.None));

        Assert.Equal(PassedOver.Not, Why(scene, "f1", "q", "s1"));
        Assert.Equal(Quantities.Of(("cpus", 4000L), ("mem", 64_000L)), scene.Allocator.Headroom.Required);
        Assert.Equal("f1 s1 q cpus:4 mem:64", Scene.Say(scene.Batch()));
    }

    [Fact]
    public void Agents_are_explained_in_parts_each_once()
    {
        var scene = new Scene().Framework("f1");
        for (var i = 0; i < 25; i++)
        {
            scene.Agent($"s{i}", i % 5 == 0 ? "mem:1" : "cpus:1;mem:64");
        }

        var counts = new Dictionary<PassedOver, int>();
        var parts = 0;
        for (int? from = 0; from is { } start; parts++)
        {
            var part = scene.Allocator.Explain(Scene.F("f1"), "*", start, 10);
            foreach (var reason in part.Reasons)
            {
                counts[reason.Reason] = counts.GetValueOrDefault(reason.Reason) + reason.Agents;
                Assert.Equal(reason.Reason, Why(scene, "f1", "*", reason.Example.Agent.Value));
            }

            from = part.Next;
        }

        Assert.Equal((3, 5, 20), (parts, counts[PassedOver.TooLittle], counts[PassedOver.Not]));
    }

    [Fact]
    public void Explaining_in_the_middle_of_a_run_changes_nothing()
    {
        Assert.Equal(Play(static _ => { }), Play(static allocator => allocator.Explain(Scene.F("f1"), "r")));

        static List<string> Play(Action<Allocator> between)
        {
            var scene = new Scene().Framework("f1", "r").Framework("f2", "q");
            scene.Allocator.SetQuota("q", new(Quantities.Of(("cpus", 9000L)), Quantities.Of(("cpus", 20_000L))));
            for (var i = 0; i < 30; i++)
            {
                scene.Agent($"s{i}", "cpus:2;mem:64");
            }

            List<string> offers = [];
            var chance = new Chance(5);
            while (scene.Allocator.HasCandidates)
            {
                offers.AddRange(scene.Allocator.Run(scene.Now, chance, 1).Offers.Select(static offer => offer.ToString()));
                between(scene.Allocator);
            }

            return offers;
        }
    }

    [Fact]
    public void Standings_and_holders_are_told_with_numbers()
    {
        var scene = new Scene().Framework("f1", "a/b,c", FrameworkCapabilities.MultiRole).Agent("s1", "cpus:4;mem:64");
        scene.Allocator.SetQuota("a", new(Quantities.None, Quantities.Of(("cpus", 3000L))));
        scene.Run();

        var standing = scene.Allocator.Standings(Scene.F("f1"))[0];
        Assert.Equal(("a/b", PassedOver.Not, 1.0, 1.0), (standing.Role, standing.Standing, standing.Share, standing.RoleShare));
        Assert.Equal(Quantities.Of(("cpus", 3000L)), standing.Quota.Limits);
        Assert.Equal(3000, standing.Consumed["cpus"]);
        Assert.Equal(["a/b", "c"], scene.Allocator.Holders(Scene.A("s1")).Select(static holder => holder.Role));
        Assert.Empty(scene.Allocator.Holders(Scene.A("gone")));
        Assert.Empty(scene.Allocator.Standings(Scene.F("nobody")));
    }

    [Fact]
    public void What_is_passed_over_is_counted()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;gpus:1").Agent("s2", "mem:1");
        Assert.Empty(scene.Run());

        var counts = scene.Allocator.PassedOverCounts(Scene.F("f1"));

        Assert.Equal(1, counts[PassedOver.Gpus]);
        Assert.Equal(1, counts[PassedOver.TooLittle]);
    }

    private static PassedOver Why(Scene scene, string framework, string role, string agent) =>
        scene.Allocator.Explain(Scene.F(framework), role, Scene.A(agent)).Reason;
}
