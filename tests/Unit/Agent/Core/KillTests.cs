using Kernel.Agent.Core;
using Xunit;
using static Kernel.Tests.Unit.Agent.Core.AgentDriver;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class KillTests
{
    [Fact]
    public void A_task_whose_sandbox_is_being_made_is_killed_by_the_agent_and_nothing_starts()
    {
        var driver = Registered().Launch(Task("t"));
        var container = driver.Run("t").ContainerId;
        driver.Take();
        driver.Kill("t");

        var update = Assert.Single(driver.Updates);
        Assert.Equal((TaskState.TaskKilled, Reason.TaskKilledDuringLaunch), (update.Status.State, update.Status.Reason));
        Assert.Contains(driver.Effects, effect => effect is AbandonContainer abandon && abandon.ContainerId == container);

        driver.Take();
        driver.Tell(new ContainerPrepared(container));
        Assert.Empty(driver.Effects);
        driver.Acknowledge("t", update.Uuid);
        Assert.Empty(driver.State.Executors);
    }

    [Fact]
    public void A_task_that_runs_is_killed_by_the_executor_host()
    {
        var driver = Registered().Started("t").Kill("t");
        Assert.Contains(driver.Effects, static effect => effect is KillHostedTask { Task.Value: "t" });
        Assert.Empty(driver.Updates);
    }

    [Fact]
    public void A_task_queued_for_a_custom_executor_is_killed_by_the_agent_and_the_executor_is_sent_away_when_it_comes()
    {
        var driver = Registered().Launch(Task("t", "e"));
        driver.Tell(new ContainerPrepared(driver.Run("e").ContainerId)).Kill("t");
        Assert.Equal(TaskState.TaskKilled, driver.Updates.Single().Status.State);
        driver.Take();

        driver.Tell(new ExecutorSubscribing(Key("e"), "stream", [], []));
        var shutdown = Assert.Single(driver.Effects.OfType<SendToExecutor>());
        Assert.Equal(Mesos.V1.Executor.Event.Types.Type.Shutdown, shutdown.Event.Type);
    }

    [Fact]
    public void A_task_of_a_custom_executor_that_has_it_is_killed_by_that_executor()
    {
        var driver = Registered().Launch(Task("t", "e"));
        driver.Tell(new ContainerPrepared(driver.Run("e").ContainerId)).Tell(new ExecutorSubscribing(Key("e"), "stream", [], []));
        Assert.Equal(
            ["Subscribed", "Launch"],
            driver.Effects.OfType<SendToExecutor>().Select(static effect => effect.Event.Type.ToString()));
        driver.Take();
        driver.Kill("t");
        Assert.Equal(Mesos.V1.Executor.Event.Types.Type.Kill, driver.Effects.OfType<SendToExecutor>().Single().Event.Type);
    }

    [Fact]
    public void Killing_one_task_of_a_group_that_waits_kills_the_whole_group()
    {
        var driver = Registered();
        driver.Tell(new GroupLaunchRequested(new()
        {
            Framework = Framework(),
            Executor = new() { ExecutorId = new() { Value = "e" }, Type = Mesos.V1.ExecutorInfo.Types.Type.Default },
            TaskGroup = new() { Tasks = { Task("a"), Task("b") } },
            LaunchExecutor = true,
        }));
        driver.Kill("a");
        Assert.Equal(["a", "b"], driver.Updates.Select(static update => update.Status.TaskId.Value));
        Assert.All(driver.Updates, static update => Assert.Equal(Reason.TaskKilledDuringLaunch, update.Status.Reason));
    }

    [Fact]
    public void A_kill_of_a_task_nobody_knows_says_that_it_was_dropped()
    {
        var driver = Registered().Started("t").Kill("other");
        var update = Assert.Single(driver.Updates);
        Assert.Equal((TaskState.TaskDropped, Reason.ExecutorTerminated), (update.Status.State, update.Status.Reason));
    }

    [Fact]
    public void A_draining_agent_kills_its_tasks_and_takes_no_more()
    {
        var driver = Registered().Started("t");
        driver.Take();
        driver.Tell(new DrainRequested(new() { MaxGracePeriod = new() { Nanoseconds = 1_000_000_000 }, MarkGone = true }));
        var kill = Assert.Single(driver.Effects.OfType<KillHostedTask>());
        Assert.Equal(1_000_000_000, kill.Policy?.GracePeriod.Nanoseconds);

        driver.Report("t", TaskState.TaskKilled, 1);
        Assert.Equal((TaskState.TaskGoneByOperator, Reason.AgentDraining), (driver.Updates[0].Status.State, driver.Updates[0].Status.Reason));
        driver.Take();
        driver.Launch(Task("u"));
        Assert.Equal((TaskState.TaskDropped, Reason.AgentDraining), (driver.Updates[0].Status.State, driver.Updates[0].Status.Reason));
    }

    [Fact]
    public void An_agent_that_is_drained_takes_tasks_again()
    {
        var driver = Registered().Started("t");
        var container = driver.Run("t").ContainerId;
        driver.Tell(new DrainRequested(new()));
        Assert.Contains("agent/drain", driver.Disk.Keys);
        driver.Report("t", TaskState.TaskKilled, 1).Tell(new ContainerExited(container)).Acknowledge("t", Uuid(1));
        Assert.DoesNotContain("agent/drain", driver.Disk.Keys);
        driver.Take();
        driver.Launch(Task("u"));
        Assert.Single(driver.Effects.OfType<PrepareContainer>());
    }
}
