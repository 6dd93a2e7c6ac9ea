using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class FilterTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(2.5, 2)]
    [InlineData(-1, 5)]
    [InlineData(double.NaN, 5)]
    [InlineData(0.5, 1)]
    [InlineData(1, 1)]
    public void A_refusal_lasts_its_time_and_always_covers_the_next_batch(double seconds, int coveredBatches)
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;mem:64");
        scene.Decline(scene.Run(), seconds);

        for (var i = 0; i < coveredBatches; i++)
        {
            Assert.Empty(scene.Batch());
        }

        Assert.Single(scene.Batch());
    }

    [Fact]
    public void A_refusal_of_zero_seconds_refuses_nothing()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;mem:64");
        scene.Decline(scene.Run(), 0);

        Assert.Empty(scene.Run());
        Assert.Single(scene.Batch());
    }

    [Fact]
    public void A_refusal_of_more_than_a_year_lasts_a_year()
    {
        Assert.Equal(TimeSpan.FromDays(365), Refusal.FromSeconds(1e300).Span);
        Assert.Equal(TimeSpan.FromDays(365), Refusal.FromSeconds(double.PositiveInfinity).Span);
        Assert.Equal(TimeSpan.FromSeconds(31_536_000), Refusal.FromSeconds(31_536_000).Span);
    }

    [Fact]
    public void A_batch_that_comes_late_is_still_covered()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;mem:64");
        scene.Decline(scene.Batch(), 1);

        Assert.Empty(scene.Batch(1.7));
        Assert.Single(scene.Batch());
    }

    [Fact]
    public void What_one_refuses_goes_to_the_next_and_when_all_have_refused_to_nobody()
    {
        var scene = new Scene().Framework("f1").Framework("f2").Agent("s1", "cpus:1;mem:64");
        scene.Decline(scene.Run(), 100);
        var second = scene.Batch();
        scene.Decline(second, 100);

        Assert.Equal("f2", Assert.Single(second).Framework.Value);
        Assert.Empty(scene.Batch());
        Assert.Equal(2, scene.Allocator.ActiveFilters("*"));
    }

    [Fact]
    public void More_that_becomes_free_voids_a_refusal()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        var offer = Assert.Single(scene.Run());
        var task = Scene.Bag("cpus:1;mem:16").AllocatedTo("*");
        scene.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources - task, scene.Now, Refusal.FromSeconds(1000));
        Assert.Empty(scene.Batch());
        Assert.Empty(scene.Batch());

        scene.Allocator.Recover(offer.Framework, offer.Agent, task, scene.Now);

        Assert.Equal("f1 s1 * cpus:4 mem:64", Scene.Say(scene.Batch()));
    }

    [Fact]
    public void Less_than_was_refused_is_refused_too()
    {
        var scene = new Scene().Framework("f1").Framework("f2").Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 1000);
        var offer = Assert.Single(scene.Batch());
        var task = Scene.Bag("cpus:1;mem:16").AllocatedTo("*");
        scene.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources - task, scene.Now, Refusal.FromSeconds(2));

        Assert.Empty(scene.Batch());
        Assert.Empty(scene.Batch());
        Assert.Equal("f2 s1 * cpus:3 mem:48", Scene.Say(scene.Batch()));
    }

    [Fact]
    public void A_refusal_is_of_one_role_only()
    {
        var scene = new Scene().Framework("f1", "a,b", FrameworkCapabilities.MultiRole).Agent("s1", "cpus:4;mem:64");
        var first = Assert.Single(scene.Run());
        scene.Decline(first, 1000);
        var second = Assert.Single(scene.Batch());

        Assert.Equal(["a", "b"], [first.Role, second.Role]);
    }

    [Fact]
    public void Revive_voids_the_refusals_of_its_roles_and_runs_at_once()
    {
        var scene = new Scene().Framework("f1", "a,b", FrameworkCapabilities.MultiRole).Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 1000);
        scene.Decline(scene.Batch(), 1000);
        Assert.Empty(scene.Batch());

        scene.Allocator.Revive(Scene.F("f1"), ["b"]);

        Assert.Equal("b", Assert.Single(scene.Run()).Role);
        Assert.Equal(1, scene.Allocator.ActiveFilters("a"));
        Assert.Equal(0, scene.Allocator.ActiveFilters("b"));
    }

    [Fact]
    public void A_suppressed_role_gets_no_offers_until_it_is_revived()
    {
        var scene = new Scene().Framework("f1", "a,b", FrameworkCapabilities.MultiRole);
        scene.Allocator.Suppress(Scene.F("f1"), ["a"]);
        scene.Agent("s1", "cpus:4;mem:64");
        Assert.Equal("b", Assert.Single(scene.Run()).Role);
        scene.Allocator.Suppress(Scene.F("f1"), []);
        scene.Agent("s2", "cpus:4;mem:64");
        Assert.Empty(scene.Batch());
        Assert.Equal(["a", "b"], scene.Allocator.SuppressedRoles(Scene.F("f1")).Order());

        scene.Allocator.Revive(Scene.F("f1"), []);

        Assert.Equal("f1 s2 a cpus:4 mem:64", Scene.Say(scene.Run()));
    }

    [Fact]
    public void A_deactivated_framework_gets_nothing_and_forgets_what_it_refused()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 1000);
        scene.Allocator.DeactivateFramework(Scene.F("f1"));
        Assert.Empty(scene.Batch());
        Assert.Equal(0, scene.Allocator.ActiveFilters("*"));

        scene.Allocator.ActivateFramework(Scene.F("f1"));

        Assert.Single(scene.Run());
    }

    [Fact]
    public void Other_attributes_of_an_agent_void_the_refusals_on_it()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        scene.Decline(scene.Run(), 1000);
        scene.Allocator.UpdateAgent(
            Scene.A("s1"), Scene.Traits("s1", Scene.AllAgentCapabilities, null, ("rack", "7")), Scene.Bag("cpus:4;mem:64"));

        Assert.Single(scene.Run());
        Assert.Equal(0, scene.Allocator.ActiveFilters("*"));
    }

    [Fact]
    public void A_batch_in_which_nothing_has_changed_looks_at_nothing()
    {
        var scene = new Scene().Framework("f1").Framework("f2");
        for (var i = 0; i < 20; i++)
        {
            scene.Agent($"s{i}", "cpus:1;mem:64");
        }

        scene.Decline(scene.Run(), 1000);
        scene.Decline(scene.Batch(), 1000);
        var runs = scene.Allocator.Runs;
        scene.Allocator.StartBatch(scene.Now + TimeSpan.FromSeconds(1));

        Assert.False(scene.Allocator.HasCandidates);
        Assert.Empty(scene.Batch());
        Assert.Equal(runs, scene.Allocator.Runs);
    }

    [Fact]
    public void What_is_refused_without_an_offer_is_not_offered_either()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64").Agent("s2", "cpus:4;mem:64");
        scene.Allocator.Refuse(
            Scene.F("f1"), "*", [Scene.A("s1"), Scene.A("gone")], scene.Now, Refusal.FromSeconds(1));

        Assert.Equal("f1 s2 * cpus:4 mem:64", Scene.Say(scene.Batch()));
        Assert.Equal("f1 s1 * cpus:4 mem:64", Scene.Say(scene.Batch()));
    }

    [Fact]
    public void Many_declines_and_revives_keep_nothing_behind()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        var offers = scene.Run();
        for (var i = 0; i < 250_000; i++)
        {
            scene.Decline(offers, 1000 + i);
            scene.Allocator.Revive(Scene.F("f1"), []);
            offers = scene.Run();
        }

        Assert.Single(offers);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 200_000_000);
    }
}
