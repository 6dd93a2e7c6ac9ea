using Kernel.Marathon.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class AppLifeTests
{
    private readonly MarathonRig rig = new();

    [Fact]
    public void An_app_is_launched_on_an_offer_and_its_deployment_ends_when_its_task_runs()
    {
        var answer = rig.Post("""{"id":"/web","cmd":"sleep 1","cpus":0.5,"mem":32}""");
        Assert.Null(answer.Refusal);
        Assert.Contains(rig.Calls, static call => call.Type == Call.Types.Type.Revive);
        Assert.Equal(["StartApplication", "ScaleApplication"],
            answer.Plan!.Steps.SelectMany(static step => step.Actions).Select(static action => action.Name));

        rig.Offer();
        var task = Assert.Single(rig.Tasks.Values);
        Assert.Matches(@"^web\.instance-[0-9a-f-]{36}\._app\.1$", task.TaskId.Value);
        Assert.Single(rig.State.Deployments);

        rig.Update(task.TaskId.Value, TaskState.TaskRunning);
        Assert.Empty(rig.State.Deployments);
        Assert.Contains(rig.Events, static said => said is MarathonEvent.DeploymentSucceeded);
        Assert.Contains(rig.Calls, static call => call.Type == Call.Types.Type.Acknowledge);
        Assert.Contains(rig.Calls, static call => call.Type == Call.Types.Type.Suppress);
    }

    [Fact]
    public void A_task_that_ends_is_started_anew_as_the_next_incarnation_of_its_instance()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1","backoffSeconds":0}""");
        rig.Settle();
        var first = Assert.Single(rig.Tasks.Keys);
        rig.Update(first, TaskState.TaskFailed, message: "Command exited with status 1");
        rig.Settle();
        Assert.Equal(first[..^1] + "2", Assert.Single(rig.Tasks.Keys));
        Assert.Equal("Command exited with status 1", rig.State.Failures[PathId.Of("/web")].Message);
    }

    [Fact]
    public void An_app_that_fails_again_and_again_is_launched_less_and_less_often()
    {
        rig.Post("""{"id":"/web","cmd":"false","backoffSeconds":4,"backoffFactor":2,"maxLaunchDelaySeconds":100}""");
        rig.Settle();
        foreach (var delay in (double[])[4, 8, 16])
        {
            rig.Update(Assert.Single(rig.Tasks.Keys), TaskState.TaskFailed);
            rig.Pass(delay - 0.5);
            rig.Offer();
            Assert.Empty(rig.Tasks);
            rig.Pass(1);
            rig.Settle();
            Assert.Single(rig.Tasks);
        }
    }

    [Fact]
    public void Scaling_down_ends_the_youngest_and_scaling_to_nothing_ends_all()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1","instances":3}""");
        rig.Settle();
        Assert.Equal(3, rig.Tasks.Count);
        rig.Put("/web", """{"instances":1}""");
        rig.Settle();
        Assert.Single(rig.Tasks);
        Assert.Empty(rig.State.Deployments);
        rig.Put("/web", """{"instances":0}""");
        rig.Settle();
        Assert.Empty(rig.Tasks);
        Assert.Empty(rig.InstancesOf("/web"));
        Assert.Empty(rig.State.Deployments);
    }

    [Fact]
    public void A_change_is_refused_while_a_deployment_holds_the_app_and_force_takes_over()
    {
        var first = rig.Post("""{"id":"/web","cmd":"sleep 1","instances":2}""");
        var refused = rig.Put("/web", """{"instances":5}""");
        Assert.Equal([first.Plan!.Id], Assert.IsType<Refusal.Conflict>(refused.Refusal).Deployments);
        Assert.Equal(2, rig.State.Tree.App(PathId.Of("/web"))!.Instances);

        Assert.Null(rig.Put("/web", """{"instances":1}""", force: true).Refusal);
        rig.Settle();
        Assert.Single(rig.Tasks);
        Assert.Contains(
            rig.Events, said => said is MarathonEvent.DeploymentFailed failed && failed.Plan.Id == first.Plan.Id);
    }

    [Fact]
    public void Deleting_an_app_ends_its_tasks_and_tells_when_the_last_is_gone()
    {
        rig.Post("""{"id":"/a/web","cmd":"sleep 1","instances":2}""");
        rig.Settle();
        Assert.Null(rig.Delete("/a/web").Refusal);
        Assert.Equal(2, rig.Killed().Count);
        rig.Settle();
        Assert.Empty(rig.State.Instances.All);
        Assert.Empty(rig.State.Deployments);
        Assert.Contains(rig.Events, static said => said is MarathonEvent.AppTerminated);
    }

    [Fact]
    public void Everything_is_there_again_after_a_restart()
    {
        rig.Post("""{"id":"/a/web","cmd":"sleep 1","instances":2,"labels":{"x":"y"}}""");
        rig.Settle();
        rig.Put("/a/web", """{"cmd":"sleep 2"}""");
        var tasks = rig.Tasks.Keys.Order().ToList();
        var app = rig.State.Tree.App(PathId.Of("/a/web"))!;
        var deployment = Assert.Single(rig.State.Deployments);

        rig.Restart();
        var again = rig.State.Tree.App(PathId.Of("/a/web"))!;
        Assert.Equal(DefinitionJson.Write(app), DefinitionJson.Write(again));
        Assert.Equal(deployment.Id, Assert.Single(rig.State.Deployments).Id);
        Assert.Equal(2, rig.State.Versions.Of(app.Id).Count);
        Assert.NotNull(rig.State.History.At(rig.State.History.Versions[1]));
        Assert.Equal(tasks, rig.State.Instances.All.Where(static i => i.Condition == Condition.Running).Select(static i => i.Tasks[0].Id.Value).Order());

        rig.Settle();
        Assert.Empty(rig.State.Deployments);
        Assert.Empty(rig.Tasks.Keys.Intersect(tasks));
        Assert.Equal(2, rig.Tasks.Count);
    }

    [Fact]
    public void Rolling_back_restores_what_the_deployment_changed_and_nothing_else()
    {
        rig.Post("""{"id":"/web","cmd":"old"}""");
        rig.Settle();
        var plan = rig.Put("/web", """{"cmd":"new"}""").Plan!;
        rig.Post("""{"id":"/other","cmd":"x"}""");
        Assert.Null(rig.Change(new RootChange.RollBack(plan.Id)).Refusal);
        rig.Settle();
        Assert.Equal("old", rig.State.Tree.App(PathId.Of("/web"))!.Cmd);
        Assert.NotNull(rig.State.Tree.App(PathId.Of("/other")));
        Assert.Empty(rig.State.Deployments);
    }

    [Fact]
    public void An_unreachable_task_is_replaced_at_once_and_ended_should_it_return()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1"}""");
        rig.Settle();
        var lost = Assert.Single(rig.Tasks.Keys);
        rig.Update(lost, TaskState.TaskUnreachable);
        rig.Tasks.Remove(lost);
        rig.Settle();
        Assert.NotEqual(lost, Assert.Single(rig.Tasks.Keys));
        rig.Update(lost, TaskState.TaskRunning);
        Assert.Contains(rig.Calls, call => call.Type == Call.Types.Type.Kill && call.Kill.TaskId.Value == lost);
    }

    [Fact]
    public void With_a_strategy_an_unreachable_task_is_waited_for()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1","unreachableStrategy":{"inactiveAfterSeconds":60,"expungeAfterSeconds":120}}""");
        rig.Settle();
        var task = Assert.Single(rig.Tasks.Keys);
        rig.Update(task, TaskState.TaskUnreachable);
        rig.Pass(59);
        Assert.Single(rig.State.Instances.All);
        rig.Pass(2);
        Assert.Equal(2, rig.State.Instances.All.Count);
        Assert.Contains(
            rig.State.Instances.All, static instance => instance.Condition == Condition.UnreachableInactive);
        rig.Pass(60);
        Assert.Single(rig.State.Instances.All);
    }

    [Fact]
    public void A_kill_is_repeated_until_the_task_has_ended()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1","taskKillGracePeriodSeconds":7}""");
        rig.Settle();
        rig.Delete("/web");
        rig.Pass(61);
        var kills = rig.Calls.Where(static call => call.Type == Call.Types.Type.Kill).ToList();
        Assert.Equal(3, kills.Count);
        Assert.All(kills, static call => Assert.Equal(7_000_000_000, call.Kill.KillPolicy.GracePeriod.Nanoseconds));
    }

    [Fact]
    public void After_a_subscription_the_master_is_asked_about_all_tasks()
    {
        rig.Post("""{"id":"/web","cmd":"sleep 1"}""");
        rig.Settle();
        rig.Calls.Clear();
        rig.Restart();
        var asked = rig.Calls.Where(static call => call.Type == Call.Types.Type.Reconcile).ToList();
        Assert.Equal(rig.Tasks.Keys.Single(), Assert.Single(asked[0].Reconcile.Tasks).TaskId.Value);
        Assert.Empty(asked[1].Reconcile.Tasks);
    }
}
