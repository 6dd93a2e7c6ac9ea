using System.Buffers;
using System.Text.Json;
using Kernel.Master.Core;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Tests.Unit.Master.Core;
using Mesos.V1;
using Mesos.V1.Quota;
using Xunit;
using Response = Mesos.V1.Master.Response;
using ResponseType = Mesos.V1.Master.Response.Types.Type;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What of the master is hidden from whom (mesos.md 5.19).</summary>
public sealed class ViewFilterTests
{
    private static readonly Principal Bob = Principal.Named("bob");

    [Fact]
    public void Who_may_see_everything_is_given_the_view_itself()
    {
        var view = ViewOf(new Cluster());
        var acls = Only(AclAction.ViewTask, "bob", AclEntity.Any);

        Assert.Same(view, view.For(new Viewers(Acls.Open).Of(null)));
        Assert.Same(view, view.For(new Viewers(acls).Of(Bob)));
        Assert.NotSame(view, view.For(new Viewers(acls).Of(null)));
    }

    [Fact]
    public void Readers_of_one_name_share_what_they_see()
    {
        var view = ViewOf(new Cluster());
        var viewers = new Viewers(Only(AclAction.ViewTask, "ann", AclEntity.Any));

        Assert.Same(view.For(viewers.Of(Bob)), view.For(viewers.Of(Principal.Named("bob"))));
        Assert.NotSame(view.For(viewers.Of(Bob)), view.For(viewers.Of(Principal.Named("eve"))));
    }

    [Fact]
    public void A_hidden_framework_is_nowhere_and_what_it_uses_is_still_used()
    {
        var cluster = new Cluster();
        var (anns, bobs) = (Run(cluster, "ann", "t1"), Run(cluster, "bob", "t2"));
        var whole = ViewOf(cluster);

        var seen = whole.For(new(Only(AclAction.ViewFramework, "bob", AclEntity.Some("bob")), Bob));

        Assert.Equal([bobs.Id], seen.Frameworks.Select(static framework => framework.Id));
        Assert.Equal(["t2"], seen.Tasks.Select(static task => task.Id.Value));
        Assert.Equal(["t2"], seen.Index.Tasks[bobs.Id].Select(static task => task.Id.Value));
        Assert.Empty(seen.Index.Tasks[anns.Id]);
        Assert.All(whole.Agents, agent => Assert.Equal(whole.Index.Used(agent.Id), seen.Index.Used(agent.Id)));
        var state = Json(json => LegacyState.Write(json, seen, []));
        Assert.DoesNotContain(anns.Id.Value, state, StringComparison.Ordinal);
        Assert.DoesNotContain("t1", state, StringComparison.Ordinal);
        Assert.DoesNotContain(anns.Id.Value, Json(json => LegacySummary.Write(json, seen, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_is_shown_by_the_user_it_runs_as_also_when_it_has_ended()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework(static info => info.User = "ann");
        foreach (var (task, user) in new[] { ("t1", "ann"), ("t2", "bob"), ("t3", "ann"), ("t4", "bob") })
        {
            var offer = framework.Offers().Single();
            framework.Accept(offer, A.Launch(A.Task(task, agent, change: info => info.Command.User = user)));
            cluster.Pass(TimeSpan.FromSeconds(10));
        }

        Acknowledged(agent, framework, "t3");
        Acknowledged(agent, framework, "t4");

        var seen = ViewOf(cluster).For(new(Only(AclAction.ViewTask, "bob", AclEntity.Some("bob")), Bob));

        Assert.Equal(["t2"], seen.Tasks.Select(static task => task.Id.Value));
        Assert.Equal(["t4"], seen.Histories.Single().Completed.Select(static task => task.Id.Value));
    }

    [Fact]
    public void Of_a_removed_framework_only_what_may_be_seen_is_remembered()
    {
        var cluster = new Cluster();
        var (anns, bobs) = (Run(cluster, "ann", "t1"), Run(cluster, "bob", "t2"));
        cluster.Operator(new OperatorCall.Teardown(anns.Id));
        cluster.Operator(new OperatorCall.Teardown(bobs.Id));

        var seen = ViewOf(cluster).For(new(Only(AclAction.ViewFramework, "bob", AclEntity.Some("bob")), Bob));

        Assert.Equal(["t2"], seen.CompletedFrameworks.Single().Tasks.Select(static task => task.Id.Value));
    }

    [Fact]
    public void An_executor_is_shown_by_its_user()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework(static info => info.User = "ann");
        var executor = A.Executor("e1");
        executor.FrameworkId = framework.Info.Id;
        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, A.Task("t1", agent)));
        var view = ViewOf(cluster);

        Assert.Single(view.For(new(Only(AclAction.ViewExecutor, "bob", AclEntity.Some("ann")), Bob)).Executors);
        Assert.Empty(view.For(new(Only(AclAction.ViewExecutor, "bob", AclEntity.Some("bob")), Bob)).Executors);
    }

    [Fact]
    public void What_is_reserved_for_a_hidden_role_is_told_only_in_sums()
    {
        var cluster = new Cluster();
        cluster.Agent("cpus:4;mem(secret):1000;mem(web):24;mem:1000");
        cluster.Framework();
        cluster.Operator(new OperatorCall.UpdateWeights([new("secret", 2)]));
        cluster.Operator(new OperatorCall.UpdateQuota([Quota("secret"), Quota("web")], true));

        var seen = ViewOf(cluster).For(new(Only(AclAction.ViewRole, "bob", AclEntity.SomeRoles("web", "*")), Bob));

        Assert.DoesNotContain("secret", Json(json => LegacyAgents.Write(json, seen, null)), StringComparison.Ordinal);
        Assert.Contains("\"mem\":2024", Json(json => LegacyAgents.Write(json, seen, null)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Json(json => LegacyRoles.Write(json, seen)), StringComparison.Ordinal);
        var agents = Json(json => StateJson.Write(json, ResponseType.GetAgents, seen));
        Assert.DoesNotContain("secret", agents, StringComparison.Ordinal);
        Assert.Contains("web", agents, StringComparison.Ordinal);
        using var bytes = new BodyBuffer();
        StateBytes.Write(bytes, ResponseType.GetAgents, seen);
        var message = Response.Parser.ParseFrom(bytes.ToArray()).GetAgents.Agents.Single();
        Assert.Equal(["*", "web"], message.TotalResources.Select(static resource => resource.Role).Distinct().Order());
        Assert.Empty(seen.Weights);
        var quotas = ViewOf(cluster).For(new(Only(AclAction.GetQuota, "bob", AclEntity.SomeRoles("web")), Bob)).Quotas;
        Assert.Equal(["web"], quotas.Select(static quota => quota.Role));
    }

    [Fact]
    public void Maintenance_is_shown_to_who_may_see_it()
    {
        var cluster = new Cluster();
        var window = new Mesos.V1.Maintenance.Window { Unavailability = new() { Start = new() { Nanoseconds = 5 } } };
        window.MachineIds.Add(new MachineID { Hostname = "a1" });
        cluster.Operator(new OperatorCall.UpdateMaintenanceSchedule(new() { Windows = { window } }));

        var hidden = ViewOf(cluster).For(new(Only(AclAction.GetMaintenanceSchedule, "ann", AclEntity.Any), Bob));

        Assert.Empty(MaintenanceMessages.Schedule(hidden).Windows);
        Assert.Single(MaintenanceMessages.Status(hidden).DrainingMachines);
        hidden = ViewOf(cluster).For(new(Only(AclAction.GetMaintenanceStatus, "ann", AclEntity.Any), Bob));
        Assert.Single(MaintenanceMessages.Schedule(hidden).Windows);
        Assert.Empty(MaintenanceMessages.Status(hidden).DrainingMachines);
    }

    [Fact]
    public void A_subscriber_is_told_of_what_it_may_see_also_of_frameworks_that_come_later()
    {
        var cluster = new Cluster();
        var filter = new EventFilter(new(Only(AclAction.ViewFramework, "bob", AclEntity.Some("bob")), Bob), ViewOf(cluster));
        var (anns, bobs) = (Run(cluster, "ann", "t1"), Run(cluster, "bob", "t2"));
        cluster.Operator(new OperatorCall.Teardown(anns.Id));
        cluster.Operator(new OperatorCall.Teardown(bobs.Id));

        var seen = cluster.Published.Select(filter.Seen).OfType<MasterEvent>().ToList();

        Assert.Equal(["t2"], seen.OfType<MasterEvent.TaskAdded>().Select(static added => added.Task.Id.Value));
        Assert.All(seen.OfType<MasterEvent.TaskUpdated>(), static updated => Assert.Equal("t2", updated.Task.Id.Value));
        Assert.Contains(seen, static one => one is MasterEvent.TaskUpdated);
        Assert.Equal([bobs.Id], seen.OfType<MasterEvent.FrameworkAdded>().Select(static added => added.Framework.Id));
        Assert.Equal([bobs.Id], seen.OfType<MasterEvent.FrameworkRemoved>().Select(static removed => removed.Framework.Id));
        Assert.Equal(2, seen.OfType<MasterEvent.AgentAdded>().Count());
    }

    /// <summary>A framework of a user that runs a task on an agent of its own.</summary>
    private static TestFramework Run(Cluster cluster, string user, string task)
    {
        var framework = cluster.Framework(info => info.User = user);
        var agent = cluster.Agent("cpus:1;mem:128", $"10.0.1.{cluster.State.Agents.Count + 1}");
        framework.Run(agent, task);
        return framework;
    }

    private static void Acknowledged(TestAgent agent, TestFramework framework, string task) =>
        framework.Acknowledge(agent, task, agent.Update(framework, task, TaskState.TaskFinished));

    private static QuotaConfig Quota(string role) => new() { Role = role, Limits = { ["cpus"] = new() { Value = 4 } } };

    /// <summary>One principal may do something on some objects, and nobody may otherwise.</summary>
    private static Acls Only(AclAction action, string principal, AclEntity objects) => new(
        isPermissive: true,
        [new(action, new(AclEntity.Some(principal), objects)), new(action, Guarded.Nobody)]);

    private static MasterView ViewOf(Cluster cluster) => MasterView.Of(cluster.State, TimeProvider.System);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            write(json);
        }

        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
