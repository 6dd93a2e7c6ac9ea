using Kernel.Executor.Core;
using Xunit;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class TaskGroupTests
{
    [Fact]
    public void A_task_that_finishes_leaves_the_others_of_its_group_alone()
    {
        var driver = Connected().RunningGroup("g", Task("a"), Task("b")).Tell(new ContainerEnded("c.a", 0));
        Assert.Equal([TaskState.TaskFinished], driver.States);
        Assert.Empty(driver.SignalsSent);
        Assert.Equal("c", Assert.Single(driver.Statuses).ContainerStatus.ContainerId.Parent.Value);
    }

    [Fact]
    public void A_task_that_fails_takes_its_group_along_and_no_other_group()
    {
        var driver = Connected().RunningGroup("g", Task("a"), Task("b")).RunningGroup("h", Task("x"));
        driver.Tell(new ContainerEnded("c.a", ExitedWith(1)));
        Assert.Equal([TaskState.TaskFailed, TaskState.TaskKilling], driver.States);
        Assert.Equal([("c.b", 15)], driver.SignalsSent);

        driver.Pass(3.01).Tell(new ContainerEnded("c.b", 9));
        Assert.Equal([TaskState.TaskFailed, TaskState.TaskKilling, TaskState.TaskKilled], driver.States);
        Assert.Null(driver.AcknowledgeAll().Exited);
        driver.Tell(new ContainerEnded("c.x", 0)).AcknowledgeAll();
        Assert.Equal("c", driver.Exited?.ContainerId);
    }

    [Fact]
    public void A_killed_task_takes_its_group_along()
    {
        var driver = Connected().RunningGroup("g", Task("a"), Task("b")).Kill("a").Tell(new ContainerEnded("c.a", 15));
        Assert.Equal([("c.a", 15), ("c.b", 15)], driver.SignalsSent);
    }

    [Fact]
    public void A_second_kill_of_a_task_of_a_group_changes_nothing()
    {
        var driver = Connected().RunningGroup("g", Task("a")).Kill("a", grace: 10).Kill("a", grace: 0);
        Assert.Equal([("c.a", 15)], driver.SignalsSent);
    }

    [Fact]
    public void A_task_that_cannot_be_started_takes_its_group_along()
    {
        var driver = Connected().RunningGroup("g", Task("a"));
        driver.RunningGroup("h", Task("b"), Task("d"));
        driver.Tell(new ContainerStartFailed("c.b", "no"));
        Assert.Equal([TaskState.TaskFailed, TaskState.TaskKilling], driver.States);
        Assert.Equal([("c.d", 15)], driver.SignalsSent);
    }

    [Fact]
    public void A_group_for_an_executor_that_is_gone_is_refused_by_its_name()
    {
        var driver = Connected().Tell(new GroupLaunchRequested(new() { ContainerId = "gone", Group = "g" }));
        var failed = Assert.Single(driver.Events).LaunchFailed;
        Assert.Equal(("gone", "g"), (failed.ContainerId, failed.Group));
    }

    [Fact]
    public void An_executor_that_never_had_a_task_waits_until_it_is_shut_down()
    {
        var driver = Connected().RunningGroup("g").Pass(1_000);
        Assert.Null(driver.Exited);
        driver.Tell(new ExecutorShutdownRequested("c", TimeSpan.FromSeconds(5)));
        Assert.NotNull(driver.Exited);
    }
}
