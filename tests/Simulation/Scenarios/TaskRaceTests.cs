using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Tasks, their updates and their executors, against each other and against agents that come and go.</summary>
public sealed class TaskRaceTests
{
    /// <summary>Race 2.</summary>
    [Theory, Seeds]
    public void An_update_that_was_sent_twice_is_acknowledged_twice_and_nothing_is_skipped(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Acknowledges = false;
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        s.Until(() => framework.Of("task").Count == 2, "the first update came again");
        Assert.Equal(framework.Of("task")[0].Uuid, framework.Of("task")[1].Uuid);
        framework.Acknowledge(framework.Of("task")[0]);
        framework.Acknowledge(framework.Of("task")[1]);
        var second = framework.Await("task", TaskState.TaskRunning);
        s.PassSeconds(5);
        Assert.Equal(3, framework.Of("task").Count);
        framework.Acknowledge(second);
        s.Agent.ExecutorHost.Machine.Finish(s.Agent.ExecutorHost, "task");
        var last = framework.Await("task", TaskState.TaskFinished);
        framework.Acknowledge(last);
        framework.Acknowledge(last);
        s.Until(() => s.Agent.State!.Tasks.Count == 0 && s.Books.Tasks.Count == 0, "the task is forgotten");
    });

    /// <summary>Race 10.</summary>
    [Theory, Seeds]
    public void A_kill_for_a_disconnected_agent_waits_for_it(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.Agent.Kill("the scenario");
        s.Until(() => s.Books.Agents.Values.Single() is { IsConnected: false }, "the master notices");
        framework.KillTask("task");
        s.PassSeconds(5);
        s.Agent.Start();
        framework.Await("task", TaskState.TaskKilled);
    });

    /// <summary>Race 10, with a launch that has not arrived either.</summary>
    [Theory, Seeds]
    public void A_kill_of_a_task_whose_launch_was_lost_ends_with_a_task_that_was_dropped(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        var launch = s.Hold(s.Master, s.Agent, "RunTaskMessage");
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        s.UntilHeld(launch);
        framework.KillTask("task");
        s.PassSeconds(1);
        launch.Lose();
        Assert.Equal(Reason.Reconciliation, framework.Await("task", TaskState.TaskDropped).Reason);
    });

    /// <summary>Race 10, when nobody knows yet that the agent is away.</summary>
    [Theory, Seeds]
    public void A_kill_that_is_lost_on_a_dead_connection_is_sent_again_when_the_agent_is_back(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.KillUnnoticed(s.Agent);
        framework.KillTask("task");
        s.PassSeconds(1);
        Assert.True(s.Books.Agents.Values.Single().IsConnected);
        s.Agent.Start();
        framework.Await("task", TaskState.TaskKilled);
    });

    /// <summary>Race 11.</summary>
    [Theory, Seeds]
    public void An_executor_that_subscribes_twice_listens_on_the_second_stream_and_its_updates_count_once(ulong seed) =>
        Scenario.Play(seed, s =>
        {
            var framework = s.Framework();
            var executor = s.Executor(framework, "first");
            var answers = s.Hold(s.Agent, executor);
            executor.Tell("first", TaskState.TaskRunning);
            s.UntilHeld(answers);

            // The acknowledgement has not come: it is told of again, twice.
            foreach (var stream in (string[])["stream-2", "stream-3"])
            {
                executor.Subscribe();
                s.Until(() => s.Agent.State!.Executors.Values.Single().Stream == stream, $"the agent has {stream}");
            }

            answers.Release();
            s.Until(() => executor.IsSubscribed && executor.Closures == 2, "one stream is left");
            framework.Await("first", TaskState.TaskRunning);
            s.PassSeconds(15);
            Assert.Single(framework.Of("first"));
            var next = framework.NextOffer();
            framework.Accept(next, Make.Launch(Make.Task(next, "second", Make.Executor(next, "executor", isCustom: true))));
            s.Until(() => executor.Tasks.Contains("second"), "it has its second task");
            Assert.Equal(["first", "second"], executor.Tasks);
        });

    /// <summary>Race 12.</summary>
    [Theory, Seeds]
    public void What_an_executor_says_last_counts_and_not_that_it_ended(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var executor = s.Executor(framework, "task");
        executor.Tell("task", TaskState.TaskRunning);
        executor.Tell("task", TaskState.TaskFinished);
        s.Until(() => s.Agent.State!.Tasks.Values.Single().IsOver, "the agent has it");
        executor.Exit(1 << 8);
        framework.Await("task", TaskState.TaskFinished);
        s.PassSeconds(20);
        Assert.Equal([TaskState.TaskRunning, TaskState.TaskFinished], framework.Of("task").Select(static one => one.State));
    });

    /// <summary>Race 12, while the agent is not there to hear of either.</summary>
    [Theory, Seeds]
    public void A_task_that_ends_while_its_agent_is_down_ends_as_it_did(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.Agent.Kill("the scenario");
        s.PassSeconds(1);
        s.Agent.ExecutorHost.Machine.Finish(s.Agent.ExecutorHost, "task");
        s.PassSeconds(3);
        s.Agent.Start();
        framework.Await("task", TaskState.TaskFinished);
        Assert.DoesNotContain(framework.Of("task"), static one => one.State == TaskState.TaskFailed);
    });

    /// <summary>Race 14.</summary>
    [Theory, Seeds]
    public void A_launch_on_an_executor_that_is_shutting_down_is_dropped(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = RunGroup(s, framework);
        framework.Shutdown("executor", offer.AgentId);
        var next = framework.NextOffer();
        framework.Accept(next, Make.LaunchGroup(Make.Executor(next, "executor"), Make.Task(next, "second")));
        Assert.Equal(Reason.ExecutorTerminated, framework.Await("second", TaskState.TaskDropped).Reason);
        s.Until(() => s.Books.Executors.Count == 0, "the master knows of the exit");
        framework.AwaitEvent(static one => one.Failure?.ExecutorId?.Value == "executor");
        framework.Await("first", TaskState.TaskKilled);
    });

    /// <summary>Race 14, when the master knows of the exit and the agent still waits for acknowledgements.</summary>
    [Theory, Seeds]
    public void A_launch_on_an_executor_whose_end_is_not_acknowledged_is_dropped_and_holds_nothing(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        RunGroup(s, framework);
        framework.Acknowledges = false;
        framework.KillTask("first");
        s.Until(() => s.Books.Executors.Count == 0, "the executor is gone");
        Assert.NotEmpty(s.Agent.State!.Executors);
        var next = framework.NextOffer();
        framework.Accept(next, Make.LaunchGroup(Make.Executor(next, "executor"), Make.Task(next, "second")));
        Assert.Equal(Reason.ExecutorTerminated, framework.Await("second", TaskState.TaskDropped).Reason);
        s.Until(() => s.Books.Executors.Count == 0, "what the master counted on is free");
    });

    /// <summary>A task id is used again, because nobody knows any more that it is in use.</summary>
    [Theory, Seeds]
    public void Of_two_tasks_with_one_id_the_one_that_was_away_is_ended(ulong seed) => Scenario.Play(
        seed, new() { Masters = 2, Agents = 2 }, s =>
        {
            var framework = s.Framework();
            var home = s.Home(framework.Run("task"));
            var other = s.Cluster.Agents.Single(agent => agent != home);
            var coming = s.HoldAll("ReregisterSlaveMessage", from: home);
            s.Master.Kill("the scenario");
            s.Until(() => s.Cluster.Leader is not null, "another leads");
            s.UntilRegistered(other);
            framework.Subscribe();
            var offer = framework.NextOffer();
            framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
            s.Until(() => other.ExecutorHost.Machine.Running.Any(), "both run");
            framework.LetsGo = true;
            coming.Release();
            s.UntilRegistered(home);
            s.Until(() => !home.ExecutorHost.Machine.Running.Any(), "the older one is ended");
            s.PassSeconds(20);
            Assert.Equal(TaskState.TaskRunning, framework.Last("task")!.State);
            Assert.Single(other.ExecutorHost.Machine.Running);
        });

    /// <summary>Failure scenario F9.</summary>
    [Theory, Seeds]
    public void A_kill_before_the_executor_has_subscribed_ends_both(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task", Make.Executor(offer, "executor", isCustom: true))));
        var executor = s.Executor(s.Agent, framework, "executor");
        framework.LetsGo = true;
        framework.KillTask("task");
        Assert.Equal(Reason.TaskKilledDuringLaunch, framework.Await("task", TaskState.TaskKilled).Reason);
        executor.Subscribe();
        s.Until(() => executor.Events.Any(static one => one.Type == Mesos.V1.Executor.Event.Types.Type.Shutdown), "it is told to end");
        Assert.Empty(executor.Tasks);
        executor.Exit(0);
        s.Until(() => s.Books.Executors.Count == 0, "the executor is gone");
    });

    /// <summary>Failure scenario F10.</summary>
    [Theory, Seeds]
    public void An_executor_that_dies_takes_its_tasks_with_it(ulong seed) => Scenario.Play(seed, s =>
    {
        string[] tasks = ["a", "b", "c"];
        var framework = s.Framework();
        var executor = s.Executor(framework, tasks);
        foreach (var task in tasks)
        {
            executor.Tell(task, TaskState.TaskRunning);
            framework.Await(task, TaskState.TaskRunning);
        }

        executor.Exit(1 << 8);
        Assert.All(tasks, task => Assert.Equal(Reason.ExecutorTerminated, framework.Await(task, TaskState.TaskFailed).Reason));
        Assert.Equal(1 << 8, framework.AwaitEvent(static one => one.Failure is not null).Failure.Status);
    });

    private static Offer RunGroup(Scenario s, ScriptedFramework framework)
    {
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.LaunchGroup(Make.Executor(offer, "executor"), Make.Task(offer, "first")));
        framework.Await("first", TaskState.TaskRunning);
        s.PassSeconds(1);
        return offer;
    }
}
