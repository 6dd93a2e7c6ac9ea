using Kernel.Executor.Core;
using Xunit;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class KillTests
{
    [Theory]
    [InlineData(null, null, 3)]
    [InlineData(7.0, null, 7)]
    [InlineData(null, 2.0, 2)]
    [InlineData(7.0, 2.0, 2)]
    public void The_grace_of_a_kill_is_the_calls_else_the_tasks_else_three_seconds(
        double? own, double? asked, double grace)
    {
        var task = Task(change: task =>
        {
            if (own is { } seconds)
            {
                task.KillPolicy = new() { GracePeriod = new() { Nanoseconds = (long)(seconds * 1e9) } };
            }
        });
        var driver = Connected().Running(task).Kill(grace: asked);
        Assert.Equal([("c", 15)], driver.SignalsSent);

        Assert.Equal([("c", 15)], driver.Pass(grace - 0.01).SignalsSent);
        Assert.Equal([("c", 15), ("c", 9)], driver.Pass(0.02).SignalsSent);
    }

    /// <summary>mesos.md 4.6: the first kill began at 0 with a grace of 10; at second 4 comes another.</summary>
    [Theory]
    [InlineData(20.0, 10.0)]
    [InlineData(10.0, 10.0)]
    [InlineData(6.0, 6.0)]
    [InlineData(4.0, 4.0)]
    [InlineData(2.0, 4.0)]
    [InlineData(0.0, 4.0)]
    public void A_second_kill_of_a_command_task_may_shorten_the_grace_but_never_extends_it(
        double second, double killedAt)
    {
        var driver = Connected().Running(Task()).Kill(grace: 10).Pass(4).Kill(grace: second);

        driver.Pass(Math.Max(0, killedAt - 4 - 0.01));
        Assert.Equal(killedAt <= 4 ? 1 : 0, driver.SignalsSent.Count(static sent => sent.Signal == 9));
        driver.Pass(0.02);
        Assert.Equal(1, driver.SignalsSent.Count(static sent => sent.Signal == 9));
        driver.Pass(20);
        Assert.Equal([("c", 15), ("c", 9)], driver.SignalsSent);
    }

    [Fact]
    public void No_grace_kills_at_once()
    {
        var driver = Connected().Running(Task()).Kill(grace: 0);
        Assert.Equal([("c", 9)], driver.SignalsSent);
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x0100)]
    [InlineData(0x000f)]
    public void A_task_that_was_killed_on_request_ends_killed_however_it_exited(int waitStatus)
    {
        var driver = Connected().Running(Task()).Kill().Tell(new ContainerEnded("c", waitStatus));
        Assert.Equal([TaskState.TaskKilling, TaskState.TaskKilled], driver.States);
    }

    [Fact]
    public void A_framework_that_does_not_know_TASK_KILLING_is_not_told_it()
    {
        var driver = Connected().Running(Task(), Framework(killing: false)).Kill().Tell(new ContainerEnded("c", 15));
        Assert.Equal([TaskState.TaskKilled], driver.States);
    }

    [Fact]
    public void A_task_that_is_killed_while_it_starts_never_says_that_it_runs()
    {
        var driver = Connected().Launch(Task()).Kill();
        Assert.Empty(driver.SignalsSent);
        driver.Tell(new ContainerStarted("c", 42));
        Assert.Equal([("c", 15)], driver.SignalsSent);
        driver.Tell(new ContainerEnded("c", 15));
        Assert.Equal([TaskState.TaskStarting, TaskState.TaskKilling, TaskState.TaskKilled], driver.States);
    }

    [Fact]
    public void A_kill_of_a_task_that_is_over_does_nothing()
    {
        var driver = Connected().Running(Task()).Tell(new ContainerEnded("c", 0)).Take().Kill().Kill("other");
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void A_shutdown_leaves_the_task_two_seconds_less_than_it_was_given()
    {
        var driver = Connected().Running(Task()).Tell(new ExecutorShutdownRequested("c", TimeSpan.FromSeconds(5)));
        Assert.Equal([("c", 15)], driver.SignalsSent);
        Assert.Equal([("c", 15), ("c", 9)], driver.Pass(3.01).SignalsSent);
        driver.Tell(new ContainerEnded("c", 9));
        Assert.Equal([TaskState.TaskKilling, TaskState.TaskKilled], driver.States);
    }

    [Fact]
    public void A_destroyed_container_says_nothing_of_its_task()
    {
        var driver = Connected().Running(Task()).Tell(new ContainerDestroyRequested("c"));
        Assert.Equal([("c", 9)], driver.SignalsSent);
        driver.Tell(new ContainerEnded("c", 9));
        Assert.Empty(driver.Statuses);
        Assert.NotNull(driver.Exited);
        Assert.Empty(driver.State.Tasks);
    }
}
