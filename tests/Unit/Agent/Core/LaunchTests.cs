using Kernel.Agent.Core;
using Mesos.Internal;
using Xunit;
using static Kernel.Tests.Unit.Agent.Core.AgentDriver;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class LaunchTests
{
    [Fact]
    public void A_command_task_is_stored_then_prepared_then_run_by_the_host()
    {
        var driver = Registered().Launch(Task("t"));
        Assert.Contains("agent/task/F/t", driver.Disk.Keys);
        Assert.Contains("agent/executor/F/t", driver.Disk.Keys);
        Assert.Contains("agent/framework/F", driver.Disk.Keys);
        var prepare = Assert.Single(driver.Effects.OfType<PrepareContainer>());
        Assert.Equal($"/srv/slaves/S0/frameworks/F/executors/t/runs/{prepare.Run.ContainerId}", prepare.Run.Directory);

        driver.Take();
        driver.Tell(new ContainerPrepared(prepare.Run.ContainerId));
        var launch = Assert.Single(driver.Effects.OfType<LaunchCommandTask>());
        var environment = launch.Environment.ToDictionary();
        Assert.Equal("S0", environment["MESOS_SLAVE_ID"]);
        Assert.Equal("slave(1)@10.0.0.2:5051", environment["MESOS_SLAVE_PID"]);
        Assert.Equal("10.0.0.2:5051", environment["MESOS_AGENT_ENDPOINT"]);
        Assert.Equal("15mins", environment["MESOS_RECOVERY_TIMEOUT"]);
        Assert.Equal("1", environment["MESOS_CHECKPOINT"]);
        Assert.Equal(prepare.Run.Directory, environment["MESOS_SANDBOX"]);
    }

    [Theory]
    [InlineData(true, true, Reason.ExecutorTerminated)]
    [InlineData(false, false, Reason.ExecutorTerminated)]
    public void A_master_that_is_mistaken_about_an_executor_has_its_launch_dropped(bool exists, bool launchExecutor, Reason reason)
    {
        var driver = Registered();
        if (exists)
        {
            driver.Launch(Task("a", "e"));
        }

        driver.Take();
        driver.Launch(Task("b", "e"), launchExecutor);
        var update = Assert.Single(driver.Updates);
        Assert.Equal((TaskState.TaskDropped, reason), (update.Status.State, update.Status.Reason));
    }

    [Fact]
    public void A_framework_without_partition_awareness_is_told_lost_instead_of_dropped()
    {
        var driver = Registered().Launch(Task("b", "e"), launchExecutor: false, framework: Framework(partitionAware: false));
        Assert.Equal(TaskState.TaskLost, driver.Updates.Single().Status.State);
    }

    [Fact]
    public void A_launch_on_an_outdated_version_of_the_resources_is_dropped()
    {
        var driver = Registered();
        var message = new RunTaskMessage { Framework = Framework(), Task = Task("t"), LaunchExecutor = true };
        message.ResourceVersionUuids.Add(new ResourceVersionUUID { Uuid = new() { Value = Uuid(9) } });
        driver.Tell(new TaskLaunchRequested(message));
        Assert.Equal(Reason.InvalidOffers, driver.Updates.Single().Status.Reason);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("a/b")]
    [InlineData("")]
    public void Ids_that_could_leave_the_work_directory_are_refused(string id)
    {
        var driver = Registered().Launch(Task(id));
        Assert.Empty(driver.Effects);
        Assert.Equal(["agent/info"], driver.Disk.Keys);
    }

    [Fact]
    public void Limits_that_no_isolator_keeps_drop_the_launch()
    {
        var task = Task("t");
        task.Limits["mem"] = new() { Value = 64 };
        Assert.Equal(Reason.GcError, Registered().Launch(task).Updates.Single().Status.Reason);
        var able = Registered(static configuration => configuration with { Limitable = new HashSet<string> { "mem" } });
        Assert.Single(able.Launch(task).Effects.OfType<PrepareContainer>());
    }

    [Fact]
    public void A_container_that_cannot_be_started_fails_its_task()
    {
        var driver = Registered().Launch(Task("t"));
        driver.Tell(new ContainerLaunchFailed(driver.Run("t").ContainerId, "", "no such file"));
        var status = driver.Updates.Single().Status;
        Assert.Equal((TaskState.TaskFailed, Reason.ContainerLaunchFailed), (status.State, status.Reason));
        Assert.Contains("no such file", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_executor_that_does_not_subscribe_in_time_is_destroyed_and_its_tasks_fail()
    {
        var driver = Registered().Launch(Task("t", "e"));
        var container = driver.Run("e").ContainerId;
        driver.Tell(new ContainerPrepared(container));
        driver.Take();
        driver.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains(driver.Effects, effect => effect is DestroyContainer destroy && destroy.ContainerId == container);
        driver.Tell(new ContainerExited(container) { Status = 9 });
        var status = driver.Updates.Single().Status;
        Assert.Equal((TaskState.TaskFailed, Reason.ExecutorRegistrationTimeout), (status.State, status.Reason));
        Assert.Equal(9, driver.Sent<ExitedExecutorMessage>().Single().Status);
    }

    [Fact]
    public void Tasks_reach_a_custom_executor_in_the_order_of_their_launches()
    {
        var driver = Registered().Launch(Task("a", "e")).Launch(Task("b", "e"), launchExecutor: false);
        driver.Tell(new ContainerPrepared(driver.Run("e").ContainerId)).Tell(new ExecutorSubscribing(Key("e"), "s", [], []));
        driver.Launch(Task("c", "e"), launchExecutor: false);
        Assert.Equal(
            ["a", "b", "c"],
            driver.Effects.OfType<SendToExecutor>().Select(static effect => effect.Event.Launch).Where(static launch => launch is not null)
                .Select(static launch => launch.Task.TaskId.Value));
    }

    [Fact]
    public void A_framework_that_is_torn_down_hears_nothing_more_and_leaves_nothing()
    {
        var driver = Registered().Started("t").Report("t", TaskState.TaskRunning, 1);
        var container = driver.Run("t").ContainerId;
        driver.Take();
        driver.Tell(new FrameworkShutdownRequested(new("F")));
        Assert.Contains(driver.Effects, static effect => effect is ShutdownHostedExecutor);
        driver.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains(driver.Effects, static effect => effect is DestroyContainer);
        driver.Tell(new ContainerExited(container));
        Assert.Empty(driver.Updates);
        Assert.Equal(["agent/info"], driver.Disk.Keys);
        Assert.Empty(driver.State.Frameworks);
    }
}
