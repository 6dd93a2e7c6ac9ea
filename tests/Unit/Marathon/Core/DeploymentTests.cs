using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kernel.Marathon.Core;
using Mesos.V1;
using Condition = Kernel.Marathon.Core.Condition;
using Version = Kernel.Marathon.Core.Version;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class DeploymentTests
{
    [Fact]
    public void A_plan_stops_what_was_removed_starts_what_is_new_and_then_goes_layer_by_layer()
    {
        var from = Tree(App("/b", 1), App("/a", 1, "/b"), App("/c", 1));
        var to = Tree(App("/b", 1) with { VersionInfo = new(new(1), new(9)) }, App("/a", 3, "/b"), App("/d", 2));
        var plan = DeploymentPlanner.Plan("p", from, to);
        Assert.Equal(
            ["StopApplication /c", "StartApplication /d", "RestartApplication /b,ScaleApplication /d",
                "ScaleApplication /a"],
            plan.Steps.Select(
                static step => string.Join(',', step.Actions.Select(static action => $"{action.Name} {action.Id}"))));
    }

    [Fact]
    public void Nothing_is_done_if_nothing_has_changed() =>
        Assert.Empty(DeploymentPlanner.Plan("p", Tree(App("/a", 1)), Tree(App("/a", 1))).Steps);

    [Fact]
    public void What_is_scaled_to_nothing_is_scaled_even_if_it_is_changed_too()
    {
        var plan = DeploymentPlanner.Plan(
            "p", Tree(App("/a", 3)), Tree(App("/a", 0) with { VersionInfo = new(new(1), new(9)) }));
        Assert.Equal("ScaleApplication", plan.Steps.Single().Actions.Single().Name);
    }

    [Fact]
    public void A_group_depends_on_all_that_is_in_another()
    {
        var tree = Tree(App("/db/x", 1), App("/db/y", 1, "/db/x"), App("/web/a", 1), App("/other", 1));
        tree = tree.With(new GroupNode(PathId.Of("/web"), [PathId.Of("/db")], null, default));
        var layers = DependencyLayers.Of(tree)!;
        Assert.Equal([1, 2], [layers[PathId.Of("/db/y")], layers[PathId.Of("/web/a")]]);
        Assert.False(layers.ContainsKey(PathId.Of("/other")));

        Assert.Null(DependencyLayers.Of(tree.With(App("/db/x", 1, "/web"))));
    }

    [Fact]
    public void A_long_chain_of_dependencies_is_no_danger()
    {
        var apps = Enumerable.Range(0, 20_000).Select(i => App($"/a{i}", 1, $"/a{i + 1}")).ToArray();
        Assert.Equal(19_999, DependencyLayers.Of(Tree(apps))!.Values.Max());
    }

    [Theory]
    [InlineData(5, 1.0, 1.0, false, 0, 10)]
    [InlineData(5, 0.0, 0.0, false, 5, 5)]
    [InlineData(3, 1.0, 0.0, false, 0, 4)]
    [InlineData(3, 0.5, 0.0, false, 1, 3)]
    [InlineData(3, 1.0, 0.3, false, 0, 4)]
    [InlineData(3, 1.0, 0.7, false, 0, 5)]
    [InlineData(2, 0.5, 0.0, true, 1, 2)]
    [InlineData(3, 1.0, 0.0, true, 1, 3)]
    [InlineData(1, 1.0, 1.0, false, 0, 2)]
    public void A_replacement_begins_as_Marathon_begins_it(
        int count, double health, double over, bool resident, int kill, int capacity)
    {
        var strategy = new UpgradeStrategy(health, over);
        var move = RollingReplace.Move(new(count, count, count, count, 0, 0), strategy, resident);
        Assert.Equal((kill, Math.Min(capacity - count, count)), (move.Kill, move.Start));
        Assert.Equal(capacity, RollingReplace.Bounds(count, strategy, resident).MaxCapacity);
    }

    /// <summary>
    /// Whatever the strategy, and in whatever order tasks end and begin, a replacement keeps its bounds and comes to an
    /// end.
    /// </summary>
    [Fact]
    public void A_replacement_keeps_its_bounds_and_comes_to_an_end()
    {
        var cases =
            from count in Gen.Choose(1, 12)
            from health in Gen.Choose(0, 10)
            from over in Gen.Choose(0, 10)
            from seed in Gen.Choose(0, 1_000_000)
            select (count, health / 10.0, over / 10.0, seed);
        Prop.ForAll(cases.ToArbitrary(),
            static one => Replace(one.count, new(one.Item2, one.Item3), one.seed)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void While_a_new_version_does_not_become_healthy_the_old_one_stays()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"old","instances":2}""");
        rig.Settle();
        var old = rig.Tasks.Keys.ToList();
        rig.Put("/a", """{"cmd":"new","healthChecks":[{"protocol":"COMMAND","command":{"value":"true"}}]}""");
        rig.Settle();
        Assert.Empty(rig.Killed());
        var fresh = rig.Tasks.Keys.Except(old).ToList();
        Assert.Equal(2, fresh.Count);
        rig.Update(fresh[0], TaskState.TaskRunning, healthy: true);
        Assert.Single(rig.Killed());
        rig.Update(fresh[1], TaskState.TaskRunning, healthy: true);
        Assert.Equal(old.Order(), rig.Killed().Order());
        rig.Settle();
        Assert.Empty(rig.State.Deployments);
    }

    [Fact]
    public void An_old_task_that_ends_during_a_replacement_is_not_started_anew()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"old","instances":2,"upgradeStrategy":{"minimumHealthCapacity":1,"maximumOverCapacity":0}}""");
        rig.Settle();
        var old = rig.Tasks.Keys.ToList();
        rig.Put("/a", """{"cmd":"new"}""");
        rig.Update(old[0], TaskState.TaskFailed);
        rig.Settle();
        Assert.Empty(rig.State.Deployments);
        Assert.All(rig.State.Instances.All, instance => Assert.Equal("new", ((AppDefinition)instance.Spec).Cmd));
        Assert.Equal(2, rig.Tasks.Count);
    }

    [Fact]
    public void Only_what_changes_tasks_replaces_them()
    {
        var rig = new MarathonRig();
        rig.Post("""{"id":"/a","cmd":"x"}""");
        rig.Settle();
        var first = rig.Tasks.Keys.Single();
        var before = rig.State.Tree.App(PathId.Of("/a"))!;
        rig.Pass(1);
        rig.Put("/a", """{"instances":2}""");
        rig.Settle();
        var scaled = rig.State.Tree.App(PathId.Of("/a"))!;
        Assert.Contains(first, rig.Tasks.Keys);
        Assert.Equal(before.VersionInfo!.LastConfigChangeAt, scaled.VersionInfo!.LastConfigChangeAt);
        Assert.True(scaled.VersionInfo.LastScalingAt > before.VersionInfo.LastScalingAt);
        rig.Put("/a", """{"labels":{"a":"b"}}""");
        rig.Settle();
        Assert.DoesNotContain(first, rig.Tasks.Keys);
    }

    [Fact]
    public void More_deployments_than_are_allowed_are_refused()
    {
        var rig = new MarathonRig(new() { MaxRunningDeployments = 1 });
        rig.Post("""{"id":"/a","cmd":"x"}""");
        var refusal = Assert.IsType<Refusal.TooMany>(rig.Post("""{"id":"/b","cmd":"x"}""").Refusal);
        Assert.StartsWith("Max number (1) of running deployments is achieved.", refusal.Message);
        Assert.Null(rig.State.Tree.App(PathId.Of("/b")));
    }

    private static void Replace(int count, UpgradeStrategy strategy, int seed)
    {
        var chance = new Kernel.Model.Chance((ulong)seed);
        var (minHealthy, maxCapacity) = RollingReplace.Bounds(count, strategy, false);
        var (old, dying, starting, ready) = (count, 0, 0, 0);
        for (var turn = 0; turn < 1_000 && (ready < count || old + dying > 0); turn++)
        {
            var move = RollingReplace.Move(new(count, old, old, old + dying, starting + ready, ready), strategy, false);
            old -= move.Kill;
            dying += move.Kill;
            starting += move.Start;
            Assert.True(old + ready >= Math.Min(minHealthy, count), "healthy instances never go below the minimum");
            Assert.True(old + dying + starting + ready <= Math.Max(count, maxCapacity),
                "instances never go above the capacity");
            if (dying > 0 && chance.Next(2) == 0)
            {
                dying--;
            }
            else if (starting > 0)
            {
                starting--;
                ready++;
            }
        }

        Assert.Equal((0, 0, count), (old, dying, ready));
    }

    private static AppDefinition App(string id, int instances, params string[] dependencies) => new()
    {
        Id = PathId.Of(id),
        Cmd = "x",
        Instances = instances,
        Version = new(1),
        VersionInfo = new(new(1), new(1)),
        Dependencies = [.. dependencies.Select(PathId.Of)],
    };

    private static Tree Tree(params AppDefinition[] apps)
    {
        var groups = apps.SelectMany(static app => app.Id.Ancestors()).Distinct()
            .ToImmutableSortedDictionary(static id => id, static id => new GroupNode(id, [], null, default));
        return new(apps.ToImmutableSortedDictionary(static app => app.Id, RunSpec (app) => app), groups, new(2));
    }
}
