using Kernel.Agent.Core;
using Mesos.Internal;
using Xunit;
using static Kernel.Tests.Unit.Agent.Core.AgentDriver;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class RecoveryTests
{
    private static AgentDriver Back(AgentDriver before, params string[] containers)
    {
        var driver = before.Restarted();
        Assert.Null(driver.Refusal);
        return driver.Tell(new AgentStarted()).Tell(new HostConnected(containers));
    }

    [Fact]
    public void A_task_survives_a_crash_of_the_agent_and_is_named_when_it_registers_again()
    {
        var before = Registered().Started("t").Report("t", TaskState.TaskRunning, 1);
        var driver = Back(before, before.Run("t").ContainerId);
        driver.Advance(TimeSpan.FromSeconds(1.1));

        var message = driver.Sent<ReregisterSlaveMessage>()[0];
        Assert.Equal("S0", message.Slave.Id.Value);
        Assert.Empty(message.ExecutorInfos);
        Assert.Equal("F", message.Frameworks.Single().Id.Value);
        var task = message.Tasks.Single();
        Assert.Equal(TaskState.TaskRunning, task.State);
        Assert.Equal(TaskState.TaskRunning, task.StatusUpdateState);
        Assert.Equal(Uuid(1), task.StatusUpdateUuid);
        Assert.Empty(driver.Effects.OfType<DestroyContainer>());
    }

    [Fact]
    public void A_task_that_was_given_to_the_host_before_a_crash_is_the_hosts_to_kill_after_it()
    {
        var before = Registered().Started("t");
        var driver = Back(before, before.Run("t").ContainerId);
        driver.TakenBack();
        driver.Report("t", TaskState.TaskRunning, 1);
        driver.Take();

        driver.Kill("t");

        Assert.Single(driver.Effects.OfType<KillHostedTask>());
        Assert.Empty(driver.Updates);
    }

    [Fact]
    public void Streams_go_on_after_a_crash_with_the_update_that_was_in_flight()
    {
        var before = Registered().Started("t")
            .Report("t", TaskState.TaskStarting, 1).Report("t", TaskState.TaskRunning, 2).Acknowledge("t", Uuid(1));
        var driver = Back(before, before.Run("t").ContainerId);
        driver.TakenBack();
        Assert.Equal(Uuid(2), driver.Updates.Single().Uuid);

        driver.Take();
        driver.Report("t", TaskState.TaskStarting, 1);
        Assert.Single(driver.Effects.OfType<AcknowledgeToHost>());
        Assert.Empty(driver.Updates);
    }

    [Fact]
    public void Tasks_that_vanished_with_a_dead_host_are_reported_failed()
    {
        var before = Registered().Started("t").Report("t", TaskState.TaskRunning, 1).Acknowledge("t", Uuid(1));
        var driver = Back(before);
        driver.TakenBack();
        var status = driver.Updates.Single().Status;
        Assert.Equal((TaskState.TaskFailed, Reason.ExecutorTerminated), (status.State, status.Reason));
        driver.Acknowledge("t", status.Uuid);
        Assert.Equal(["agent/info"], driver.Disk.Keys);
    }

    [Fact]
    public void A_host_that_dies_under_a_living_agent_fails_its_tasks_too()
    {
        var driver = Registered().Started("t");
        driver.Take();
        driver.Tell(new HostLost());
        Assert.Contains(driver.Effects, static effect => effect is ConnectHost);
        driver.Tell(new HostConnected([]));
        Assert.Equal(Reason.ExecutorTerminated, driver.Updates.Single().Status.Reason);
    }

    [Fact]
    public void Kills_and_shutdowns_that_a_broken_connection_to_the_host_has_swallowed_are_asked_for_again()
    {
        var driver = Registered().Started("t").Started("u");
        var (drained, ending) = (driver.Run("t").ContainerId, driver.Run("u").ContainerId);
        driver.Tell(new ExecutorShutdownRequested(Key("u"))).Tell(new DrainRequested(new()));
        driver.Advance(TimeSpan.FromSeconds(6));
        driver.Tell(new HostLost());
        driver.Take();

        driver.Tell(new HostConnected([drained, ending])).Advance(TimeSpan.FromSeconds(6));

        Assert.Contains(driver.Effects, static effect => effect is KillHostedTask { Task.Value: "t" });
        Assert.Contains(driver.Effects, effect => effect is DestroyContainer destroy && destroy.ContainerId == ending);
    }

    [Fact]
    public void Containers_of_a_framework_that_does_not_checkpoint_are_destroyed_after_a_restart()
    {
        var before = Registered().Started("t", Framework(checkpoint: false));
        var container = before.Run("t").ContainerId;
        Assert.Equal(["agent/info"], before.Disk.Keys);
        var driver = Back(before, container);
        Assert.Contains(driver.Effects, effect => effect is DestroyContainer destroy && destroy.ContainerId == container);
    }

    [Fact]
    public void A_launch_that_a_crash_interrupted_is_begun_again()
    {
        var driver = Back(Registered().Launch(Task("t")));
        Assert.Single(driver.Effects.OfType<PrepareContainer>());
    }

    [Fact]
    public void A_custom_executor_that_does_not_come_back_is_destroyed_and_the_agent_waits_for_it_before_registering()
    {
        var before = Registered().Launch(Task("t", "e"));
        before.Tell(new ContainerPrepared(before.Run("e").ContainerId)).Tell(new ExecutorSubscribing(Key("e"), "s", [], []));
        var driver = Back(before, before.Run("e").ContainerId);
        driver.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Empty(driver.Sent<ReregisterSlaveMessage>());
        driver.Advance(TimeSpan.FromSeconds(1.5));
        Assert.NotEmpty(driver.Effects.OfType<DestroyContainer>());
        Assert.NotEmpty(driver.Sent<ReregisterSlaveMessage>());
        driver.Tell(new ContainerExited(driver.Run("e").ContainerId));
        Assert.Equal(TaskState.TaskGone, driver.State.Tasks[KeyOf("t")].State);
    }

    [Fact]
    public void A_custom_executor_that_comes_back_keeps_its_tasks_and_loses_those_that_it_never_got()
    {
        var before = Registered().Launch(Task("a", "e")).Launch(Task("b", "e"), launchExecutor: false);
        before.Tell(new ContainerPrepared(before.Run("e").ContainerId)).Tell(new ExecutorSubscribing(Key("e"), "s", [], []));
        before.Report("a", TaskState.TaskRunning, 1, "e");
        var driver = Back(before, before.Run("e").ContainerId);
        driver.Tell(new ExecutorSubscribing(Key("e"), "s2", [], []));
        driver.Tell(new ExecutorReregistrationDue());
        Assert.Equal(TaskState.TaskRunning, driver.State.Tasks[KeyOf("a")].State);
        Assert.Equal(TaskState.TaskDropped, driver.State.Tasks[KeyOf("b")].State);
        Assert.Empty(driver.Effects.OfType<DestroyContainer>());
    }

    [Fact]
    public void A_stored_value_that_cannot_be_read_is_known_by_its_key()
    {
        var before = Registered().Started("t");
        before.Disk["agent/task/F/u"] = [0xff, 0xff, 0xff];
        Assert.Equal(["agent/task/F/u"], before.Disk.Where(static entry => !AgentRecovery.IsReadable(entry)).Select(static entry => entry.Key));
    }

    [Fact]
    public void Changed_info_ends_a_restarted_agent_unless_the_policy_allows_the_change()
    {
        var before = Registered();
        AgentConfiguration More(AgentConfiguration configuration)
        {
            var info = configuration.Info.Clone();
            info.Resources[0].Scalar.Value = 8;
            return configuration with { Info = info };
        }

        Assert.Contains("Incompatible agent info", before.Restarted(More).Refusal, StringComparison.Ordinal);
        Assert.Null(before.Restarted(configuration => More(configuration) with { ReconfigurationPolicy = ReconfigurationPolicy.Additive }).Refusal);
        Assert.Equal("S0", before.Restarted().State.Id?.Value);
    }

    [Fact]
    public void An_operator_who_unregisters_an_agent_ends_its_tasks_and_then_the_agent()
    {
        var driver = Registered().Started("t");
        var container = driver.Run("t").ContainerId;
        driver.Take();
        driver.Tell(new UnregisterRequested());
        Assert.Single(driver.Sent<UnregisterSlaveMessage>());
        Assert.Empty(driver.Effects.OfType<ExitAgent>());
        driver.Tell(new ContainerExited(container));
        Assert.Contains(driver.Effects, static effect => effect is ExitAgent { Code: 0, EndHost: true });
        Assert.Empty(driver.Disk);
    }
}
