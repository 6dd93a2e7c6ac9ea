using Kernel.Executor.Core;
using Xunit;
using static Kernel.Tests.Unit.Executor.Core.HostDriver;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using TaskState = Mesos.V1.TaskState;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Core;

public sealed class CommandTaskTests
{
    [Fact]
    public void A_task_starts_then_runs_then_ends_and_its_executor_goes_when_all_is_acknowledged()
    {
        var driver = Connected().Launch(Task());
        Assert.Equal([TaskState.TaskStarting], driver.States);
        Assert.Single(driver.Effects.OfType<StartContainer>());

        driver.Tell(new ContainerStarted("c", 42)).Tell(new ContainerEnded("c", ExitedWith(0)));
        Assert.Equal([TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskFinished], driver.States);
        Assert.All(driver.Statuses, status =>
        {
            Assert.Equal(16, status.Uuid.Length);
            Assert.Equal(V1.TaskStatus.Types.Source.Executor, status.Source);
            Assert.Equal(1_000_000, status.Timestamp);
            Assert.Equal("t", status.ExecutorId.Value);
            Assert.Equal("c", status.ContainerStatus.ContainerId.Value);
        });
        Assert.Equal(3, driver.Statuses.Select(static status => status.Uuid).Distinct().Count());
        Assert.Null(driver.Exited);

        driver.AcknowledgeAll();
        Assert.Equal("c", driver.Exited?.ContainerId);
        Assert.Empty(driver.State.Executors);
    }

    [Theory]
    [InlineData(0x0000, TaskState.TaskFinished, "Command exited with status 0")]
    [InlineData(0x0300, TaskState.TaskFailed, "Command exited with status 3")]
    [InlineData(0x000f, TaskState.TaskFailed, "Command terminated with signal Terminated")]
    [InlineData(0x0009, TaskState.TaskFailed, "Command terminated with signal Killed")]
    [InlineData(0x008b, TaskState.TaskFailed, "Command terminated with signal Segmentation fault (core dumped)")]
    public void The_end_of_a_process_decides_the_end_of_its_task(int waitStatus, TaskState state, string message)
    {
        var driver = Connected().Running(Task()).Tell(new ContainerEnded("c", waitStatus));

        var status = Assert.Single(driver.Statuses);
        Assert.Equal((state, message), (status.State, status.Message));
    }

    [Fact]
    public void A_task_that_cannot_be_started_fails_and_says_why()
    {
        var driver = Connected().Launch(Task()).Take().Tell(new ContainerStartFailed("c", "no such user"));

        var status = Assert.Single(driver.Statuses);
        Assert.Equal(
            (TaskState.TaskFailed, Reason.ContainerLaunchFailed, "no such user"), (
                status.State, status.Reason, status.Message));
        Assert.NotNull(driver.AcknowledgeAll().Exited);
    }

    [Fact]
    public void A_task_that_was_killed_for_its_memory_fails_and_says_what_it_used()
    {
        var memory = new MemoryOverrun(33554432, 33554432, "cache 0\n");
        var driver = Connected().Running(Task()).Tell(new ContainerEnded("c", 9) { OutOfMemory = memory });

        var status = Assert.Single(driver.Statuses);
        Assert.Equal((TaskState.TaskFailed, Reason.ContainerLimitationMemory), (status.State, status.Reason));
        Assert.Equal(
            "Memory limit exceeded: Requested: 32MB Maximum Used: 32MB\n\nMEMORY STATISTICS: \ncache 0\n",
                status.Message);
        Assert.Equal(32, Assert.Single(status.Limitation.Resources).Scalar.Value);
    }

    [Fact]
    public void A_task_that_runs_too_long_is_killed_without_grace_and_fails()
    {
        var task = Task(change: static task => task.MaxCompletionTime = new() { Nanoseconds = 5_000_000_000 });
        var driver = Connected().Running(task).Pass(4.9);
        Assert.Empty(driver.Effects);

        driver.Pass(0.2);
        Assert.Equal([("c", 9)], driver.SignalsSent);
        Assert.Empty(driver.Statuses);

        driver.Tell(new ContainerEnded("c", 9));
        var status = Assert.Single(driver.Statuses);
        Assert.Equal((TaskState.TaskFailed, Reason.MaxCompletionTimeReached), (status.State, status.Reason));
    }

    [Fact]
    public void What_cannot_be_launched_is_refused()
    {
        var driver = Connected().Running(Task()).Launch(Task("u"));
        Assert.Contains("exists", Assert.Single(driver.Events).LaunchFailed.Message);
        Assert.Empty(driver.Effects.OfType<StartContainer>());
    }
}
