using System.Collections.Immutable;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Master.Core.Allocation;

public sealed class GatingTests
{
    private const AgentCapabilities All = Scene.AllAgentCapabilities;

    [Theory]
    [InlineData("cpus:4;mem:64;gpus:1", FrameworkCapabilities.None, "")]
    [InlineData("cpus:4;mem:64;gpus:1", FrameworkCapabilities.GpuResources, "cpus:4 gpus:1 mem:64")]
    [InlineData("cpus:4;cpus{rev}:2;mem:64", FrameworkCapabilities.None, "cpus:4 mem:64")]
    [InlineData("cpus:4;cpus{rev}:2;mem:64", FrameworkCapabilities.RevocableResources, "cpus:6 mem:64")]
    [InlineData("cpus{rev}:2", FrameworkCapabilities.None, "")]
    [InlineData("cpus:4;cpus(x,x/y):2;mem:64", FrameworkCapabilities.None, "cpus:4 mem:64")]
    [InlineData("cpus:4;cpus(x,x/y):2;mem:64", FrameworkCapabilities.ReservationRefinement, "cpus:6 mem:64")]
    [InlineData("cpus:4;mem:64;disk(x)#v*:10", FrameworkCapabilities.None, "cpus:4 mem:64")]
    [InlineData("cpus:4;mem:64;disk(x)#v*:10", FrameworkCapabilities.SharedResources, "cpus:4 disk:10 mem:64")]
    [InlineData("disk:100", FrameworkCapabilities.None, "")]
    [InlineData("mem:31", FrameworkCapabilities.None, "")]
    [InlineData("mem:32", FrameworkCapabilities.None, "mem:32")]
    [InlineData("cpus:0.009", FrameworkCapabilities.None, "")]
    [InlineData("cpus:0.01", FrameworkCapabilities.None, "cpus:0.01")]
    [InlineData("ports:[1-9]", FrameworkCapabilities.None, "")]
    public void A_framework_is_offered_what_it_knows(string total, FrameworkCapabilities capabilities, string offered)
    {
        var scene = new Scene().Framework("f1", "x/y", capabilities).Agent("s1", total);

        Assert.Equal(offered, Scene.Say(scene.Run().SingleOrDefault().Resources ?? Resources.Empty));
    }

    [Theory]
    [InlineData("x", FrameworkCapabilities.None, AgentCapabilities.None, true)]
    [InlineData("x", FrameworkCapabilities.MultiRole, AgentCapabilities.None, false)]
    [InlineData("x", FrameworkCapabilities.MultiRole, AgentCapabilities.MultiRole, true)]
    [InlineData("x/y", FrameworkCapabilities.None, AgentCapabilities.MultiRole, false)]
    [InlineData("x/y", FrameworkCapabilities.None, AgentCapabilities.HierarchicalRole, true)]
    public void An_agent_is_offered_to_those_it_knows(
        string role, FrameworkCapabilities framework, AgentCapabilities agent, bool isOffered)
    {
        var scene = new Scene().Framework("f1", role, framework).Agent("s1", "cpus:1;mem:64", agent);

        Assert.Equal(isOffered, scene.Run().Count == 1);
    }

    [Theory]
    [InlineData("here", "here", false, true)]
    [InlineData("here", "there", false, false)]
    [InlineData("here", "there", true, true)]
    [InlineData("here", null, false, true)]
    [InlineData(null, "there", false, true)]
    public void Remote_agents_are_offered_to_those_who_know_regions(string? master, string? agent, bool isAware, bool isOffered)
    {
        var scene = new Scene(new() { Region = master })
            .Framework("f1", "*", isAware ? FrameworkCapabilities.RegionAware : FrameworkCapabilities.None)
            .Agent("s1", "cpus:1;mem:64", All, agent);

        Assert.Equal(isOffered, scene.Run().Count == 1);
    }

    [Fact]
    public void Without_the_filter_agents_with_gpus_are_offered_to_everybody()
    {
        var scene = new Scene(new() { FilterGpuResources = false }).Framework("f1").Agent("s1", "cpus:1;gpus:1");

        Assert.Single(scene.Run());
    }

    [Theory]
    [InlineData("x", "cpus:1 mem:64")]
    [InlineData("x/y", "cpus:3 mem:64")]
    [InlineData("x/y/z", "cpus:3 mem:64")]
    [InlineData("x/yy", "cpus:1 mem:64")]
    public void Reservations_are_offered_to_their_role_and_those_below(string role, string offered)
    {
        var scene = new Scene().Framework("f1", role).Agent("s1", "cpus:1;cpus(x/y):2;mem:64");

        Assert.Equal(offered, Scene.Say(Assert.Single(scene.Run()).Resources));
    }

    [Fact]
    public void A_framework_may_ask_for_more_or_less_than_the_master_in_a_role()
    {
        var scene = new Scene().Framework("f1", traits => traits with
        {
            Roles = ["a", "b", "c"],
            Capabilities = FrameworkCapabilities.MultiRole,
            MinAllocatable = ImmutableDictionary<string, ImmutableArray<Quantities>>.Empty
                .Add("a", [Quantities.Of(("cpus", 2000L), ("mem", 10_000L))])
                .Add("b", []),
        });

        Assert.Equal("b", Assert.Single(scene.Agent("s1", "cpus:1;mem:64").Run()).Role);
        Assert.Equal("b", Assert.Single(scene.Agent("s2", "disk:5").Run()).Role);
        scene.Allocator.Suppress(Scene.F("f1"), ["b"]);
        Assert.Equal("c", Assert.Single(scene.Agent("s3", "cpus:1;mem:64").Run()).Role);
        scene.Allocator.Suppress(Scene.F("f1"), ["c"]);
        Assert.Equal("a", Assert.Single(scene.Agent("s4", "cpus:2;mem:10").Run()).Role);
        Assert.Empty(scene.Agent("s5", "cpus:2;mem:9").Run());
    }

    [Fact]
    public void A_shared_volume_is_offered_to_one_framework_at_a_time_but_stays_free()
    {
        var scene = new Scene(new() { MinAllocatable = [] })
            .Framework("f1", "x", FrameworkCapabilities.SharedResources)
            .Framework("f2", "x", FrameworkCapabilities.SharedResources)
            .Agent("s1", "cpus:1;disk(x)#v*:10");

        Assert.Equal("f1 s1 x cpus:1 disk:10", Scene.Say(scene.Run()));
        Assert.Equal("f2 s1 x disk:10", Scene.Say(scene.Batch()));
        Assert.Equal(Quantities.Of(("cpus", 1000L), ("disk", 10_000L)), scene.Allocator.Allocated("x"));
    }

    [Fact]
    public void An_agent_that_is_deactivated_is_not_offered_until_it_is_activated()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:1;mem:64");
        scene.Allocator.DeactivateAgent(Scene.A("s1"));
        Assert.Empty(scene.Batch());

        scene.Allocator.ActivateAgent(Scene.A("s1"));

        Assert.Single(scene.Batch());
    }

    [Fact]
    public void Only_agents_on_the_whitelist_are_offered()
    {
        var scene = new Scene().Framework("f1");
        scene.Allocator.SetWhitelist(new HashSet<string> { "s2" });
        scene.Agent("s1", "cpus:1;mem:64").Agent("s2", "cpus:1;mem:64");
        Assert.Equal("f1 s2 * cpus:1 mem:64", Scene.Say(scene.Batch()));
        Assert.Equal(PassedOver.AgentNotListed, scene.Allocator.Explain(Scene.F("f1"), "*", Scene.A("s1")).Reason);

        scene.Allocator.SetWhitelist(new HashSet<string>());
        Assert.Empty(scene.Agent("s3", "cpus:1;mem:64").Batch());
        scene.Allocator.SetWhitelist(null);
        Assert.Equal(2, scene.Batch().Count);
    }

    [Fact]
    public void Less_than_is_used_frees_nothing_until_enough_is_returned()
    {
        var scene = new Scene().Framework("f1").Agent("s1", "cpus:4;mem:64");
        var offer = Assert.Single(scene.Run());
        scene.Allocator.UpdateAgent(Scene.A("s1"), Scene.Traits("s1", All, null), Scene.Bag("cpus:1;mem:64"));
        Assert.Empty(scene.Batch());
        var part = Scene.Bag("cpus:2;mem:0").AllocatedTo("*");
        scene.Allocator.Recover(offer.Framework, offer.Agent, part, scene.Now);
        Assert.Empty(scene.Batch());

        scene.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources - part, scene.Now);

        Assert.Equal("cpus:1 mem:64", Scene.Say(Assert.Single(scene.Batch()).Resources));
    }

    [Fact]
    public void Operations_turn_what_is_offered_and_what_is_free_into_something_else()
    {
        var scene = new Scene().Framework("f1", "x").Agent("s1", "cpus:4;mem:64");
        var offer = Assert.Single(scene.Run());
        var reserved = Scene.Bag("cpus(x):4").AllocatedTo("x");
        scene.Allocator.UpdateAllocation(offer.Framework, offer.Agent, Scene.Bag("cpus:4").AllocatedTo("x"), reserved);
        scene.Allocator.Recover(offer.Framework, offer.Agent, reserved + Scene.Bag("mem:64").AllocatedTo("x"), scene.Now);
        Assert.Equal(Scene.Bag("cpus(x):4;mem:64"), scene.Allocator.Free(Scene.A("s1")));
        Assert.Equal(4000, scene.Allocator.Consumed("x")["cpus"]);

        Assert.False(scene.Allocator.UpdateAvailable(Scene.A("s1"), Scene.Bag("cpus(x):5"), Scene.Bag("cpus:5")));
        Assert.True(scene.Allocator.UpdateAvailable(Scene.A("s1"), Scene.Bag("cpus(x):3"), Scene.Bag("cpus:3")));

        Assert.Equal(Scene.Bag("cpus(x):1;cpus:3;mem:64"), scene.Allocator.Total(Scene.A("s1")));
        Assert.Equal(1000, scene.Allocator.Consumed("x")["cpus"]);
        Assert.Equal("cpus:4 mem:64", Scene.Say(Assert.Single(scene.Batch()).Resources));
    }
}
