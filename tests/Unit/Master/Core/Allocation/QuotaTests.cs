using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class QuotaTests
{
    private static readonly Quantities OneAgent = Quantities.Of(("cpus", 4000L), ("mem", 64_000L));

    [Fact]
    public void A_guarantee_is_served_before_fair_shares()
    {
        var scene = new Scene().Framework("f1", "plain").Framework("f2", "quota");
        scene.Allocator.SetQuota("quota", new(Quantities.Of(("cpus", 8000L), ("mem", 128_000L)), Quantities.None));
        scene.Agent("s1", "cpus:4;mem:64").Agent("s2", "cpus:4;mem:64").Agent("s3", "cpus:4;mem:64");

        var offers = scene.Run();

        Assert.Equal(2, offers.Count(static offer => offer.Role == "quota"));
        Assert.Equal(1, offers.Count(static offer => offer.Role == "plain"));
    }

    [Fact]
    public void Headroom_for_a_guarantee_without_frameworks_stays_free()
    {
        var scene = new Scene().Framework("f1", "plain");
        scene.Allocator.SetQuota("quota", new(OneAgent, Quantities.None));
        scene.Agent("s1", "cpus:4;mem:64").Agent("s2", "cpus:4;mem:64");
        Assert.Single(scene.Run());
        Assert.Empty(scene.Batch());

        scene.Framework("f2", "quota");

        Assert.Equal("quota", Assert.Single(scene.Run()).Role);
    }

    [Fact]
    public void Headroom_is_counted_in_the_whole_cluster_and_trims_offers()
    {
        var scene = new Scene().Framework("f1", "plain");
        scene.Allocator.SetQuota("quota", new(Quantities.Of(("cpus", 1000L)), Quantities.None));
        scene.Agent("s1", "cpus:4;mem:64");

        Assert.Equal("f1 s1 plain cpus:3 mem:64", Scene.Say(scene.Run()));
    }

    [Fact]
    public void A_limit_caps_what_a_role_is_offered()
    {
        var scene = new Scene().Framework("f1", "capped");
        scene.Allocator.SetQuota("capped", new(Quantities.None, Quantities.Of(("cpus", 5000L))));
        scene.Agent("s1", "cpus:4;mem:64").Agent("s2", "cpus:4;mem:64").Agent("s3", "cpus:4;mem:64");

        var offers = scene.Run();

        Assert.Equal(5000, offers.Sum(static offer => offer.Resources.Thousandths("cpus")));
        Assert.Equal(192_000, offers.Sum(static offer => offer.Resources.Thousandths("mem")));
        Assert.Equal(Quantities.Of(("cpus", 5000L), ("mem", 192_000L)), scene.Allocator.Consumed("capped"));
    }

    [Fact]
    public void What_a_limit_has_kept_back_is_offered_when_the_limit_rises_or_something_is_returned()
    {
        var scene = new Scene().Framework("f1", "capped");
        scene.Allocator.SetQuota("capped", new(Quantities.None, OneAgent));
        scene.Agent("s1", "cpus:4;mem:64").Agent("s2", "cpus:4;mem:64");
        var first = Assert.Single(scene.Run());
        Assert.Empty(scene.Batch());

        scene.Decline(first, 1000);
        var second = Assert.Single(scene.Batch());
        Assert.NotEqual(first.Agent, second.Agent);

        scene.Allocator.SetQuota("capped", Quota.Default);
        Assert.Empty(scene.Batch());
        scene.Allocator.Revive(Scene.F("f1"), []);
        Assert.Equal(first.Agent, Assert.Single(scene.Run()).Agent);
    }

    [Fact]
    public void A_limit_holds_for_the_roles_below_together()
    {
        var scene = new Scene().Framework("f1", "team/a").Framework("f2", "team/b");
        scene.Allocator.SetQuota("team", new(Quantities.None, Quantities.Of(("cpus", 4000L), ("mem", 64_000L))));
        scene.Agent("s1", "cpus:3;mem:48").Agent("s2", "cpus:3;mem:48");

        var offers = scene.Run();

        Assert.Equal(4000, offers.Sum(static offer => offer.Resources.Thousandths("cpus")));
    }

    [Fact]
    public void Reservations_count_as_consumed_whether_or_not_they_are_used()
    {
        var scene = new Scene().Framework("f1", "quota").Framework("f2", "plain");
        scene.Allocator.SetQuota("quota", new(Quantities.Of(("cpus", 4000L)), Quantities.Of(("cpus", 4000L))));
        scene.Agent("s1", "cpus(quota):3;cpus:3;mem:64");

        Assert.Equal("f1 s1 quota cpus:4 mem:64; f2 s1 plain cpus:2", Scene.Say(scene.Run()));
        Assert.Equal(4000, scene.Allocator.Consumed("quota")["cpus"]);
    }

    [Fact]
    public void Revocable_resources_count_neither_as_consumed_nor_as_headroom()
    {
        var scene = new Scene().Framework("f1", "capped", FrameworkCapabilities.RevocableResources);
        scene.Allocator.SetQuota("capped", new(Quantities.None, Quantities.Of(("cpus", 1000L), ("mem", 32_000L))));
        scene.Agent("s1", "cpus:1;cpus{rev}:6;mem:32");

        Assert.Equal("f1 s1 capped cpus:7 mem:32", Scene.Say(scene.Run()));
        Assert.Equal(1000, scene.Allocator.Consumed("capped")["cpus"]);
    }

    [Fact]
    public void After_a_failover_nothing_is_offered_until_enough_agents_are_back()
    {
        var scene = new Scene().Framework("f1");
        scene.Allocator.HoldForAgents(2, scene.Now + TimeSpan.FromMinutes(10));
        scene.Agent("s1", "cpus:4;mem:64");
        Assert.Empty(scene.Batch());
        scene.Agent("s2", "cpus:4;mem:64");

        Assert.Equal(2, scene.Run().Count);
    }

    [Fact]
    public void After_a_failover_it_waits_no_longer_than_told()
    {
        var scene = new Scene().Framework("f1");
        scene.Allocator.HoldForAgents(2, scene.Now + TimeSpan.FromMinutes(10));
        scene.Agent("s1", "cpus:4;mem:64");
        Assert.Empty(scene.Batch(599));

        Assert.Single(scene.Batch());
    }
}
