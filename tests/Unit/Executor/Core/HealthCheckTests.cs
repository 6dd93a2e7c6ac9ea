using Kernel.Executor.Core;
using Xunit;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using TaskState = Mesos.V1.TaskState;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class HealthCheckTests
{
    private static readonly CheckOutcome good = new() { StatusCode = 204 };
    private static readonly CheckOutcome bad = new() { StatusCode = 500 };

    [Fact]
    public void The_first_check_comes_after_the_delay_and_the_next_an_interval_after_the_end_of_the_last()
    {
        var driver = Running();
        Assert.Empty(Runs(driver.Pass(4.9)));
        Assert.Single(Runs(driver.Pass(0.2)));

        driver.Take().Pass(30);
        Assert.Empty(Runs(driver));
        Ended(driver, good).Take();
        Assert.Empty(Runs(driver.Pass(1.9)));
        Assert.Single(Runs(driver.Pass(0.2)));
    }

    [Fact]
    public void The_first_success_is_told_and_the_following_are_not()
    {
        var driver = Running().Pass(5);
        Ended(driver, good);
        var status = Assert.Single(driver.Statuses);
        Assert.Equal(
            (TaskState.TaskRunning, Reason.TaskHealthCheckStatusUpdated, true), (
                status.State, status.Reason, status.Healthy));

        Ended(driver.Pass(2), good);
        Assert.Single(driver.Statuses);
    }

    [Fact]
    public void Failures_count_after_the_grace_and_each_is_told_until_the_task_is_killed_for_them()
    {
        var driver = Running().Pass(5);
        Ended(driver, bad);
        Assert.Empty(driver.Statuses);

        driver.Pass(10);
        Ended(driver, bad);
        Assert.True(Assert.Single(driver.Statuses) is { HasHealthy: true, Healthy: false });
        Ended(driver.Pass(2), bad);
        Assert.Equal([TaskState.TaskRunning, TaskState.TaskRunning, TaskState.TaskKilling], driver.States);
        Assert.Equal([("c", 15)], driver.SignalsSent);

        driver.Tell(new ContainerEnded("c", 15));
        var last = driver.Statuses[^1];
        Assert.Equal((TaskState.TaskKilled, true, false), (last.State, last.HasHealthy, last.Healthy));
    }

    [Fact]
    public void A_success_ends_the_grace_and_forgives_earlier_failures()
    {
        var driver = Running().Pass(5);
        Ended(driver, good);
        Ended(driver.Pass(2), bad);
        Ended(driver.Pass(2), good);
        Ended(driver.Pass(2), bad);
        Assert.Equal([true, false, true, false], driver.Statuses.Select(static status => status.Healthy));
        Assert.Empty(driver.SignalsSent);
    }

    [Fact]
    public void Checks_pause_while_the_agent_is_away_and_go_on_when_it_is_back()
    {
        var driver = Running().Pass(5).Tell(new AgentDisconnected()).Take();
        driver.Tell(new CheckEnded("c", CheckPurpose.Health, 1, bad)).Pass(60);
        Assert.Empty(Runs(driver));

        driver.Connect().Pass(0);
        Assert.Single(Runs(driver));
    }

    [Fact]
    public void A_task_that_is_being_killed_is_not_checked()
    {
        var driver = Running().Kill(grace: 60).Pass(20);
        Assert.Empty(Runs(driver));
        Assert.Contains(driver.Effects, static effect => effect is CancelChecks);
    }

    [Fact]
    public void A_check_is_in_every_status_and_each_other_result_of_it_is_told()
    {
        var task = Task(change: static task => task.Check = new()
        {
            Type = V1.CheckInfo.Types.Type.Command,
            Command = new() { Command_ = new() { Value = "false" } },
            DelaySeconds = 0,
            IntervalSeconds = 1,
        });
        var driver = Connected().Launch(task);
        Assert.All(driver.Statuses, static status => Assert.NotNull(status.CheckStatus.Command));
        driver.Tell(new ContainerStarted("c", 42)).Take();

        foreach (var code in (int?[])[3, 3, 0, null])
        {
            Ended(driver.Pass(1), new() { ExitCode = code }, CheckPurpose.Information);
        }

        Assert.Equal(3, driver.Statuses.Count);
        Assert.All(driver.Statuses, static status => Assert.Equal(Reason.TaskCheckStatusUpdated, status.Reason));
        Assert.Equal(3, driver.Statuses[0].CheckStatus.Command.ExitCode);
        Assert.False(driver.Statuses[2].CheckStatus.Command.HasExitCode);
        Assert.Empty(driver.SignalsSent);
    }

    private static HostDriver Running() => Connected().Running(Task(change: static task => task.HealthCheck = new()
    {
        Type = V1.HealthCheck.Types.Type.Http,
        Http = new() { Port = 80 },
        DelaySeconds = 5,
        IntervalSeconds = 2,
        GracePeriodSeconds = 10,
        ConsecutiveFailures = 2,
    }));

    private static IReadOnlyList<RunCheck> Runs(HostDriver driver) => [.. driver.Effects.OfType<RunCheck>()];

    private static HostDriver Ended(HostDriver driver, CheckOutcome outcome, CheckPurpose purpose = CheckPurpose.Health)
    {
        var task = driver.State.Tasks["c"];
        return driver.Tell(new CheckEnded("c", purpose, task.CheckFor(purpose)!.Generation, outcome));
    }
}
