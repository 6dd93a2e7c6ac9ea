using Kernel.Marathon.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class HealthTests
{
    private const string App = """
        {"id":"/a","cmd":"x","healthChecks":[{"protocol":"HTTP","path":"/h","intervalSeconds":10,"gracePeriodSeconds":25,"maxConsecutiveFailures":2}]}
        """;

    private readonly MarathonRig rig = new();

    [Fact]
    public void A_deployment_waits_until_the_check_succeeds()
    {
        rig.Post(App);
        rig.Settle();
        Assert.Single(rig.State.Deployments);
        rig.Pass(5);
        var probe = Assert.Single(Probes());
        Assert.Equal(("h1", "/h", ProbeKind.Http), (probe.Host, probe.Path, probe.Kind));
        Assert.Equal(rig.InstancesOf("/a").Single().Tasks[0].HostPorts[0], probe.Port);
        rig.Tell(new MarathonInput.HealthProbed(probe.Task, 0, null));
        Assert.Empty(rig.State.Deployments);
        Assert.Contains(rig.Events, static said => said is MarathonEvent.HealthChanged { Alive: true });
        Assert.Contains(rig.Events, static said => said is MarathonEvent.InstanceHealthChanged { Healthy: true });
        rig.Pass(10);
        Assert.Equal(2, Probes().Count);
    }

    [Fact]
    public void Failures_do_not_count_in_the_grace_period_and_too_many_later_end_the_task()
    {
        rig.Post(App);
        rig.Settle();
        var task = rig.InstancesOf("/a").Single().Tasks[0].Id;
        Fail(3);
        Assert.Empty(rig.Killed());
        rig.Pass(26);
        Fail(2);
        Assert.Empty(rig.Killed());
        Assert.Equal(2, rig.State.Health.View.Of(task, 0)!.ConsecutiveFailures);
        Fail(1);
        Assert.Equal(task.Value, Assert.Single(rig.Killed()));
        Assert.Contains(rig.Events, static said => said is MarathonEvent.UnhealthyKilled);
        Assert.Equal("TASK_KILLED", rig.State.Failures[PathId.Of("/a")].State);
        rig.Settle();
        Assert.EndsWith("._app.2", rig.Tasks.Keys.Single());

        void Fail(int times)
        {
            for (var i = 0; i < times; i++)
            {
                rig.Tell(new MarathonInput.HealthProbed(task, 0, "refused"));
            }
        }
    }

    [Fact]
    public void A_result_that_comes_after_its_task_is_ignored()
    {
        rig.Post(App);
        rig.Settle();
        var task = rig.InstancesOf("/a").Single().Tasks[0].Id;
        rig.Update(task.Value, TaskState.TaskFailed);
        rig.Tell(new MarathonInput.HealthProbed(task, 0, null));
        Assert.False(rig.State.Health.IsWatched(task));
    }

    [Fact]
    public void A_deployment_waits_until_a_new_task_is_ready()
    {
        rig.Post("""{"id":"/a","cmd":"x","portDefinitions":[{"name":"http-api"}],"readinessChecks":[{"path":"/r","intervalSeconds":11,"preserveLastResponse":true}]}""");
        rig.Settle();
        rig.Pass(0.1);
        var probe = rig.Effects.OfType<MarathonEffect.ProbeReadiness>().Single();
        rig.Tell(new MarathonInput.ReadinessProbed(probe.Task, 503, "text/plain", "not yet"));
        Assert.Single(rig.State.Deployments);
        rig.Pass(11);
        Assert.Equal(2, rig.Effects.OfType<MarathonEffect.ProbeReadiness>().Count());
        rig.Tell(new MarathonInput.ReadinessProbed(probe.Task, 200, "text/plain", "ok"));
        Assert.Empty(rig.State.Deployments);
        rig.Pass(100);
        Assert.Equal(2, rig.Effects.OfType<MarathonEffect.ProbeReadiness>().Count());
    }

    private List<MarathonEffect.ProbeHealth> Probes() => [.. rig.Effects.OfType<MarathonEffect.ProbeHealth>()];
}
