using Kernel.Executor.Core;
using Xunit;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class AgentAbsenceTests
{
    [Fact]
    public void A_new_agent_is_told_of_containers_and_of_every_status_that_was_not_acknowledged()
    {
        var driver = Connected().Running(Task()).AcknowledgeAll().Tell(new AgentDisconnected());
        driver.Tell(new ContainerEnded("c", ExitedWith(1)));
        Assert.Empty(driver.Statuses);
        Assert.Null(driver.AcknowledgeAll().Exited);

        driver.Take().Connect();
        Assert.Equal(["c"], driver.Events.First().Welcome.ContainerIds);
    }

    [Fact]
    public void Statuses_are_told_again_with_the_same_uuid_and_in_order()
    {
        var driver = Connected().Running(Task()).Tell(new ContainerEnded("c", 0));
        var told = driver.State.Executors["c"].Unacknowledged;
        driver.Tell(new AgentDisconnected()).Take().Connect();
        Assert.Equal(
            [TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskFinished], driver.States);
        Assert.Equal(told.Select(static status => status.Uuid), driver.Statuses.Select(static status => status.Uuid));
        Assert.NotNull(driver.AcknowledgeAll().Exited);
    }

    [Fact]
    public void A_task_of_a_framework_that_checkpoints_outlives_its_agent_until_the_recovery_timeout()
    {
        var driver = Connected().Running(Task()).Tell(new AgentDisconnected()).Pass(899);
        Assert.Empty(driver.SignalsSent);
        Assert.Equal([("c", 15)], driver.Pass(1.1).SignalsSent);
        driver.Tell(new ContainerEnded("c", 15));
        Assert.Single(driver.Effects.OfType<ExitHost>());
    }

    [Fact]
    public void A_task_of_a_framework_that_does_not_checkpoint_ends_soon_after_its_agent()
    {
        var driver = Connected().Running(Task(), Framework(checkpoint: false)).Tell(new AgentDisconnected()).Pass(4.9);
        Assert.Empty(driver.SignalsSent);
        Assert.Equal([("c", 15)], driver.Pass(0.2).SignalsSent);
        driver.Tell(new ContainerEnded("c", 15));
        Assert.Empty(driver.State.Executors);
    }

    [Fact]
    public void An_agent_that_is_soon_back_finds_everything_running()
    {
        var driver = Connected().Running(Task(), Framework(checkpoint: false)).Tell(new AgentDisconnected()).Pass(3)
            .Connect();
        Assert.Empty(driver.Pass(10_000).SignalsSent);
    }

    [Fact]
    public void A_host_with_neither_an_agent_nor_an_executor_leaves()
    {
        var driver = new HostDriver().Pass(59);
        Assert.Empty(driver.Effects);
        Assert.Single(driver.Pass(2).Effects.OfType<ExitHost>());
    }

    [Fact]
    public void A_host_that_is_told_to_stop_ends_its_tasks_and_leaves()
    {
        var driver = Connected().Running(Task()).Tell(new StopRequested(TimeSpan.FromSeconds(3)));
        Assert.Equal([("c", 15)], driver.SignalsSent);
        Assert.Equal([("c", 15), ("c", 9)], driver.Pass(1.01).SignalsSent);
        driver.Tell(new ContainerEnded("c", 9)).AcknowledgeAll();
        Assert.Single(driver.Effects.OfType<ExitHost>());
    }

    [Fact]
    public void Last_statuses_that_nobody_acknowledges_are_given_up()
    {
        var driver = Connected().Running(Task()).Tell(new ContainerEnded("c", 0)).Pass(61);
        Assert.NotNull(driver.Exited);
        Assert.Empty(driver.State.Executors);
    }

    [Fact]
    public void A_custom_executor_is_told_of_by_its_wait_status()
    {
        var driver = Connected().Tell(new ExecutorLaunchRequested(new()
        {
            Plan = new() { ContainerId = "c", Directory = "/sandbox" },
            Framework = Framework(),
            Executor = new() { ExecutorId = new() { Value = "e" } },
        }));
        driver.Tell(new ContainerStarted("c", 42)).Tell(new ContainerEnded("c", ExitedWith(2)));
        Assert.Equal((ExitedWith(2), "Command exited with status 2"), (
            driver.Exited?.WaitStatus, driver.Exited?.Message));
    }
}
