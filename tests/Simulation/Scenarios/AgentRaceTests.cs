using Kernel.Agent.Core;
using Kernel.Master.Core;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Agents that vanish and come back, against a master that is about to give them up, or has not noticed.</summary>
public sealed class AgentRaceTests
{
    /// <summary>Race 3.</summary>
    [Theory, Seeds]
    public void An_agent_that_re_registers_while_its_marking_is_being_written_comes_back(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var coming = s.Hold(s.Agent, s.Master, "ReregisterSlaveMessage");
        s.Agent.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.UntilHeld(coming);
        s.Until(() => s.Books.Unreachable.Count == 1, "it is being marked");
        coming.Release();
        s.Cluster.Registry.BeSlow(true);
        s.UntilRegistered(s.Agent);
        s.Cluster.Registry.BeSlow(false);
        s.Until(() => framework.Last("task") is { State: TaskState.TaskRunning, Reason: Reason.AgentReregistered }, "its task is back");
        Assert.Contains(framework.Of("task"), static one => one.State == TaskState.TaskUnreachable);
        Assert.DoesNotContain(s.Cluster.Registry.Database.Entries("master/unreachable/"), static _ => true);
    });

    /// <summary>Race 13.</summary>
    [Theory, Seeds]
    public void An_agent_that_is_drained_while_it_recovers_drains_once_it_has(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        framework.LetsGo = true;
        var welcome = s.Hold(s.Agent.ExecutorHost, s.Agent);
        s.Agent.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.UntilHeld(welcome);
        s.Say(s.Agent, new DrainSlaveMessage { Config = new() { MaxGracePeriod = new() { Nanoseconds = 1 } } });
        s.Until(() => s.Agent.State!.Draining is not null, "it is told");
        s.PassSeconds(2);
        Assert.Equal(AgentPhase.Recovering, s.Agent.State!.Phase);
        welcome.Release();
        Assert.Equal(Reason.AgentDraining, framework.Await("task", TaskState.TaskKilled).Reason);
        s.Until(() => s.Agent.State!.Draining is null, "it is drained");
    });

    /// <summary>Race 13, with an executor that the agent waits for.</summary>
    [Theory, Seeds]
    public void An_executor_that_re_registers_with_a_draining_agent_is_told_to_kill(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var executor = s.Executor(framework, "task");
        executor.Tell("task", TaskState.TaskRunning);
        framework.Await("task", TaskState.TaskRunning);
        framework.LetsGo = true;
        s.Agent.Kill("the scenario");
        s.Until(() => s.Books.Agents.Values.Single() is { IsConnected: false }, "the master notices");
        var drain = new OperatorCall.DrainAgent(s.Books.Agents.Keys.Single(), TimeSpan.FromSeconds(1), MarkGone: false);
        Assert.Equal(200, s.Operate(drain).Status);
        s.Agent.Start();
        s.Until(() => s.Agent.State?.IsHostConnected == true, "it has its host");
        Assert.Equal(AgentPhase.Recovering, s.Agent.State!.Phase);
        executor.Subscribe();
        s.Until(() => executor.Events.Any(static one => one.Kill is not null), "it is told to kill");
        executor.Tell("task", TaskState.TaskKilled);
        Assert.Equal(Reason.AgentDraining, framework.Await("task", TaskState.TaskKilled).Reason);
        executor.Exit(0);
        s.Until(() => s.Books.Agents.Values.Single().Drain is { State: DrainState.Drained }, "it is drained");
    });

    /// <summary>Race 19, and failure scenario F1.</summary>
    [Theory, Seeds]
    public void An_agent_that_restarts_before_anybody_notices_is_the_same_again_at_once(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var id = s.Agent.State!.Id;
        var machine = s.Agent.ExecutorHost.Machine;
        var container = machine.Running.Single().Plan.ContainerId;
        s.KillUnnoticed(s.Agent);
        s.Agent.Start();
        s.Until(() => s.Agent.State!.Phase == AgentPhase.Running, "it is registered again", TimeSpan.FromSeconds(4));
        Assert.Equal((id, 1), (s.Agent.State!.Id, s.Books.Agents.Count));
        Assert.True(s.Books.Agents[id!.Value].IsConnected);
        s.PassSeconds(90);
        Assert.Equal(container, machine.Running.Single().Plan.ContainerId);
        Assert.Equal(TaskState.TaskRunning, framework.Last("task")!.State);
        framework.KillTask("task");
        framework.Await("task", TaskState.TaskKilled);
    });

    /// <summary>Race 19, for those who do not checkpoint: the agent has ended their tasks, and says so.</summary>
    [Theory, Seeds]
    public void Tasks_that_an_unnoticed_restart_has_ended_are_lost_when_the_agent_is_back(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework(change: static info => info.Checkpoint = false);
        framework.Run("task");
        framework.LetsGo = true;
        s.PassSeconds(1);
        s.KillUnnoticed(s.Agent);
        s.Agent.Start();
        Assert.Equal(Reason.Reconciliation, framework.Await("task", TaskState.TaskDropped).Reason);
        s.Until(() => !s.Agent.ExecutorHost.Machine.Running.Any(), "the old process is ended");
    });

    /// <summary>Race 19, with an agent that has forgotten who it was.</summary>
    [Theory, Seeds]
    public void An_agent_without_memory_at_the_address_of_one_that_seems_connected_is_another(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var id = s.Agent.State!.Id;
        s.KillUnnoticed(s.Agent);
        s.Agent.ExecutorHost.Kill("the scenario");
        s.Agent.Forget();
        s.Agent.Start();
        s.Until(() => s.Agent.State!.Id is { } other && other != id, "it is another", TimeSpan.FromSeconds(4));
        Assert.Single(s.Books.Agents);
        framework.LetsGo = true;
        Assert.Equal(Reason.AgentRemoved, framework.Await("task", TaskState.TaskLost).Reason);
    });

    /// <summary>Race 19: what was sent twice, because the answer was late, does not undo what came of the first.</summary>
    [Theory, Seeds]
    public void A_registration_that_arrives_twice_undoes_nothing(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.NextOffer();
        s.Break(s.Agent, s.Master);
        var answer = s.Hold(s.Master, s.Agent, "SlaveReregisteredMessage");
        s.UntilHeld(answer);
        var second = s.Hold(s.Agent, s.Master, "ReregisterSlaveMessage");
        s.UntilHeld(second);
        answer.Release();
        s.UntilRegistered(s.Agent);
        var offer = framework.NextOffer();
        framework.Accept(
            offer,
            Make.Reserve("web", "disk:10"),
            Make.LaunchGroup(Make.Executor(offer, "executor"), Make.Task(offer, "task")));
        s.Until(() => s.Agent.State!.Executors.Count == 1, "the agent has both");
        second.Release();
        framework.Await("task", TaskState.TaskRunning);
        Assert.Single(s.Books.Executors);
        Assert.Equal(s.Agent.State!.Resources.Total, s.Books.Agents.Values.Single().Total);
    });

    /// <summary>Failure scenario F1.</summary>
    [Theory, Seeds]
    public void A_checkpointed_task_survives_its_agent_and_so_does_what_it_said(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Acknowledges = false;
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        var first = framework.Await("task", TaskState.TaskStarting);
        var container = s.Agent.ExecutorHost.Machine.Running.Single();
        s.Agent.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.Until(() => framework.Of("task").Count == 2, "it is told again", TimeSpan.FromSeconds(8));
        Assert.Equal(first.Uuid, framework.Last("task")!.Uuid);
        framework.Acknowledges = true;
        framework.Acknowledge(first);
        framework.Await("task", TaskState.TaskRunning);
        Assert.Same(container, s.Agent.ExecutorHost.Machine.Running.Single());
    });

    /// <summary>Failure scenario F3.</summary>
    [Theory, Seeds]
    public void An_agent_that_is_cut_off_is_unreachable_and_comes_back_with_its_tasks(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var container = s.Agent.ExecutorHost.Machine.Running.Single();
        s.CutOff(s.Agent);
        s.PassSeconds(120);
        Assert.Equal(TaskState.TaskUnreachable, framework.Last("task")!.State);
        Assert.Contains(framework.Events, static one => one.Failure is { AgentId: not null, ExecutorId: null });
        s.Rejoin(s.Agent);
        Assert.Equal(Reason.AgentReregistered, framework.Await("task", TaskState.TaskRunning).Reason);
        Assert.Same(container, s.Agent.ExecutorHost.Machine.Running.Single());
    });

    /// <summary>Failure scenario F12.</summary>
    [Theory, Seeds]
    public void An_agent_whose_machine_restarts_is_the_same_and_its_tasks_have_failed(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var id = s.Agent.State!.Id;
        s.Agent.Kill("the machine restarts");
        s.Agent.ExecutorHost.Kill("the machine restarts");
        s.Agent.ExecutorHost.Machine.Clear();
        s.PassSeconds(20);
        s.Agent.Start();
        framework.Await("task", TaskState.TaskFailed);
        Assert.Equal(id, s.Agent.State!.Id);
    });

    /// <summary>Failure scenario F14.</summary>
    [Theory, Seeds]
    public void An_agent_that_was_declared_gone_is_sent_away_when_it_returns(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        framework.LetsGo = true;
        var id = s.Agent.State!.Id!.Value;
        s.CutOff(s.Agent);
        framework.Await("task", TaskState.TaskUnreachable);
        Assert.Equal(200, s.Operate(new OperatorCall.MarkAgentGone(id)).Status);
        Assert.Equal(Reason.AgentRemovedByOperator, framework.Await("task", TaskState.TaskGoneByOperator).Reason);
        s.Rejoin(s.Agent);
        s.Until(() => s.Agent.State?.Id is { } other && other != id, "it comes as another");
        Assert.Contains(id, s.Books.Gone.Keys);
        Assert.Empty(s.Agent.ExecutorHost.Machine.Running);
    });

    /// <summary>Failure scenario F15.</summary>
    [Theory, Seeds]
    public void An_agent_that_is_drained_for_good_is_gone_and_says_why_its_tasks_are(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        framework.LetsGo = true;
        var id = s.Agent.State!.Id!.Value;
        s.Operate(new OperatorCall.DrainAgent(id, TimeSpan.FromSeconds(1), MarkGone: true));
        Assert.Equal(Reason.AgentDraining, framework.Await("task", TaskState.TaskGoneByOperator).Reason);
        s.Until(() => s.Books.Gone.ContainsKey(id), "it is gone");
    });
}
