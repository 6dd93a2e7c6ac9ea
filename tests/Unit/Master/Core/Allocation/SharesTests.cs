using Kernel.Master.Core.Allocation;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class SharesTests
{
    [Fact]
    public void A_new_agent_goes_whole_to_the_framework_with_the_least_share()
    {
        var scene = new Scene().Framework("f1").Framework("f2");

        Assert.Equal("f1 s1 * cpus:4 mem:100", Scene.Say(scene.Agent("s1", "cpus:4;mem:100").Run()));
        Assert.Equal("f2 s2 * cpus:1 mem:100", Scene.Say(scene.Agent("s2", "cpus:1;mem:100").Run()));

        // f1 has 4 of 5 cpus, f2 half of the memory.
        Assert.Equal("f2 s3 * cpus:1 mem:50", Scene.Say(scene.Agent("s3", "cpus:1;mem:50").Run()));
    }

    [Fact]
    public void Mesos_drf_example_serves_roles_by_dominant_share()
    {
        // HierarchicalAllocatorTest.UnreservedDRF: total grows, and the least share is served each time.
        var scene = new Scene().Framework("f1", "role1").Agent("s1", "cpus:2;mem:1024");
        Assert.Equal("f1 s1 role1 cpus:2 mem:1024", Scene.Say(scene.Run()));
        scene.Framework("f2", "role2");
        Assert.Equal("f2 s2 role2 cpus:1 mem:512", Scene.Say(scene.Agent("s2", "cpus:1;mem:512").Run()));

        // role1 2/6 = 0.33, role2 1/6.
        Assert.Equal("f2 s3 role2 cpus:3 mem:2048", Scene.Say(scene.Agent("s3", "cpus:3;mem:2048").Run()));

        // role1 2/10, role2 4/10; f3 is first within role1.
        scene.Framework("f3", "role1");
        Assert.Equal("f3 s4 role1 cpus:4 mem:4096", Scene.Say(scene.Agent("s4", "cpus:4;mem:4096").Run()));
        Assert.Equal(5120 / 7680.0, scene.Allocator.Share("role1"), 9);
        Assert.Equal(4 / 10.0, scene.Allocator.Share("role2"), 9);
    }

    [Fact]
    public void Of_equal_shares_the_one_with_fewer_allocations_comes_first_then_the_name()
    {
        var scene = new Scene().Framework("f1").Framework("f2").Framework("f3").Agent("s1", "cpus:1;mem:1");
        var served = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var offer = Assert.Single(i == 0 ? scene.Run() : scene.Batch());
            served.Add(offer.Framework.Value);
            scene.Decline(offer, 0);
        }

        Assert.Equal(["f1", "f2", "f3", "f1", "f2", "f3"], served);
    }

    [Theory]
    [InlineData(1, 1, 6)]
    [InlineData(1, 2, 8)]
    [InlineData(1, 5, 10)]
    public void Roles_get_agents_in_proportion_to_their_weights(double weight1, double weight2, int agentsOfRole2)
    {
        var scene = new Scene().Framework("f1", "role1").Framework("f2", "role2");
        scene.Allocator.SetWeight("role1", weight1);
        scene.Allocator.SetWeight("role2", weight2);
        for (var i = 0; i < 12; i++)
        {
            scene.Agent($"s{i}", "cpus:2;mem:1024");
        }

        var offers = scene.Run();

        Assert.Equal(12, offers.Count);
        Assert.Equal(agentsOfRole2, offers.Count(static offer => offer.Role == "role2"));
    }

    [Fact]
    public void Roles_compete_with_their_siblings_at_every_level()
    {
        // a/b and a/c and a itself together are as entitled as d.
        var scene = new Scene().Framework("f1", "a/b").Framework("f2", "a/c").Framework("f3", "a").Framework("f4", "d");
        for (var i = 0; i < 12; i++)
        {
            scene.Agent($"s{i}", "cpus:1;mem:10");
        }

        var offers = scene.Run();

        Assert.Equal(6, offers.Count(static offer => offer.Role == "d"));
        Assert.Equal(2, offers.Count(static offer => offer.Role == "a"));
        Assert.Equal(2, offers.Count(static offer => offer.Role == "a/b"));
        Assert.Equal(2, offers.Count(static offer => offer.Role == "a/c"));
    }

    [Theory]
    [InlineData(1, 1, 1, "4 4 4")]
    [InlineData(1, 1, 2, "3 3 6")]
    [InlineData(1, 3, 1, "2 6 4")]
    public void Weights_count_among_siblings_at_every_level(double first, double second, double other, string expected)
    {
        // Siblings of equal weight are a and d; within a, a/b and a/c.
        var scene = new Scene().Framework("f1", "a/b").Framework("f2", "a/c").Framework("f3", "d");
        scene.Allocator.SetWeight("a/b", first);
        scene.Allocator.SetWeight("a/c", second);
        scene.Allocator.SetWeight("a", 2);
        scene.Allocator.SetWeight("d", other);
        for (var i = 0; i < 12; i++)
        {
            scene.Agent($"s{i}", "cpus:1;mem:10");
        }

        var offers = scene.Run().CountBy(static offer => offer.Role).ToDictionary();

        Assert.Equal(expected, $"{offers["a/b"]} {offers["a/c"]} {offers["d"]}");
    }

    [Fact]
    public void Excluded_resources_do_not_count_in_shares()
    {
        var scene = new Scene(new() { FairSharingExcluded = ["gpus"] })
            .Framework("f1", "r1", FrameworkCapabilities.GpuResources).Framework("f2", "r2", FrameworkCapabilities.GpuResources)
            .Agent("s1", "cpus:1;mem:10;gpus:8").Agent("s2", "cpus:9;mem:90");
        Assert.Equal(2, scene.Run().Count);

        Assert.Equal(1.0, scene.Allocator.Share("r1") + scene.Allocator.Share("r2"), 9);
    }

    [Fact]
    public void A_framework_hoarding_offers_waits_for_the_others()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:4");
        Assert.Single(scene.Run());
        scene.Framework("f2").Agent("s2", "cpus:1;mem:1").Agent("s3", "cpus:1;mem:1");

        Assert.All(scene.Run(), static offer => Assert.Equal("f2", offer.Framework.Value));
    }

    [Fact]
    public void What_agents_run_for_a_framework_counts_when_it_is_added_later()
    {
        var scene = new Scene().Framework("f2");
        scene.Allocator.AddAgent(
            Scene.A("s1"),
            Scene.Traits("s1", Scene.AllAgentCapabilities, null),
            Scene.Bag("cpus:4;mem:4"),
            new Dictionary<Kernel.Model.FrameworkId, Kernel.Model.Resources>
            {
                [Scene.F("f1")] = Scene.Bag("cpus:3;mem:3").AllocatedTo("*"),
            });
        Assert.Equal("f2 s1 * cpus:1 mem:1", Scene.Say(scene.Run()));
        scene.Framework("f1").Agent("s2", "cpus:1;mem:1");

        Assert.Equal("f2 s2 * cpus:1 mem:1", Scene.Say(scene.Run()));
        Assert.Equal("cpus:3 mem:3", Scene.Say(scene.Allocator.Used(Scene.F("f1"), Scene.A("s1"))));
    }

    [Fact]
    public void The_random_sorter_serves_the_frameworks_of_a_role_alike()
    {
        var scene = new Scene(new() { FrameworkSorter = SorterKind.Random })
            .Framework("f1").Framework("f2").Framework("f3").Agent("s1", "cpus:1;mem:32");
        scene.Decline(scene.Run(), 0);
        var served = new Dictionary<string, int> { ["f1"] = 0, ["f2"] = 0, ["f3"] = 0 };
        const int Draws = 6000;
        for (var i = 0; i < Draws; i++)
        {
            var offer = Assert.Single(scene.Batch());
            served[offer.Framework.Value]++;
            scene.Decline(offer, 0);
        }

        // Chi-square with two degrees of freedom, 99.9 %.
        Assert.True(served.Values.Sum(static seen => Math.Pow(seen - (Draws / 3.0), 2) / (Draws / 3.0)) < 13.8, string.Join(" ", served));
    }

    [Fact]
    public void The_random_sorter_serves_roles_by_weight()
    {
        var scene = new Scene(new() { RoleSorter = SorterKind.Random, FrameworkSorter = SorterKind.Random })
            .Framework("f1", "a").Framework("f2", "b/x").Framework("f3", "b/y").Agent("s1", "cpus:1;mem:32");
        scene.Allocator.SetWeight("a", 1);
        scene.Allocator.SetWeight("b", 3);
        scene.Allocator.SetWeight("b/x", 2);
        var served = new Dictionary<string, int> { ["a"] = 0, ["b/x"] = 0, ["b/y"] = 0 };
        scene.Decline(scene.Run(), 0);
        const int Draws = 6000;
        for (var i = 0; i < Draws; i++)
        {
            var offer = Assert.Single(scene.Batch());
            served[offer.Role]++;
            scene.Decline(offer, 0);
        }

        // Chi-square with two degrees of freedom, 99.9 %.
        double[] expected = [Draws / 4.0, Draws / 2.0, Draws / 4.0];
        double[] seen = [served["a"], served["b/x"], served["b/y"]];
        Assert.True(expected.Zip(seen, static (e, s) => (e - s) * (e - s) / e).Sum() < 13.8, string.Join(" ", seen));
    }
}
