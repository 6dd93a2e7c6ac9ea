using Kernel.Master.Core;
using Mesos.V1;
using Xunit;
using Capability = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Frameworks that leave, come back and are removed, against time and against the agents that run their tasks.</summary>
public sealed class FrameworkRaceTests
{
    private const string Removed = "Framework has been removed";

    /// <summary>Race 5.</summary>
    [Theory, Seeds]
    public void Tasks_of_a_framework_that_was_removed_while_their_agent_re_registers_are_ended(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.Agent.Restart("the scenario", TimeSpan.FromSeconds(2));
        var coming = s.Hold(s.Agent, s.Master, "ReregisterSlaveMessage");
        s.UntilHeld(coming);
        framework.Teardown();
        s.Until(() => s.Books.Frameworks.Count == 0, "the framework is removed");
        coming.Release();
        s.UntilRegistered(s.Agent);
        Assert.Empty(s.Books.Tasks);
        s.Until(() => !s.Agent.ExecutorHost.Machine.Running.Any(), "its task is ended");
        s.Until(() => s.Agent.State!.Frameworks.Count == 0, "the agent has forgotten it");
    });

    /// <summary>Race 5, with an agent that nobody could reach.</summary>
    [Theory, Seeds]
    public void Tasks_of_a_framework_that_was_removed_while_their_agent_was_cut_off_are_ended(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.CutOff(s.Agent);
        framework.Await("task", TaskState.TaskUnreachable);
        framework.LetsGo = true;
        Assert.Equal(200, s.Operate(new OperatorCall.Teardown(new(framework.Id!))).Status);
        s.Rejoin(s.Agent);
        s.UntilRegistered(s.Agent);
        Assert.Empty(s.Books.Frameworks);
        Assert.Empty(s.Books.Tasks);
        s.Until(() => !s.Agent.ExecutorHost.Machine.Running.Any(), "its task is ended");
    });

    /// <summary>What an agent knows of a framework is what the next master will know.</summary>
    [Theory, Seeds]
    public void An_agent_learns_how_a_framework_has_changed_while_it_was_away(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        s.Agent.Kill("the scenario");
        s.Until(() => s.Books.Agents.Values.Single() is { IsConnected: false }, "the master notices");
        framework.Disconnect();
        framework.Info.WebuiUrl = "http://new";
        framework.Subscribe();
        s.Agent.Start();
        s.Until(() => s.Agent.State?.Frameworks.Values.SingleOrDefault()?.Info.WebuiUrl == "http://new", "it knows");
    });

    /// <summary>Race 6: the timer of an earlier absence does not count.</summary>
    [Theory, Seeds]
    public void A_framework_that_comes_back_just_in_time_has_all_its_time_again(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework(change: static info => info.FailoverTimeout = 60);
        framework.Run("task");
        framework.Disconnect();
        s.PassSeconds(59.5);
        framework.Subscribe();
        framework.Disconnect();
        s.PassSeconds(58);
        Assert.Single(s.Books.Frameworks);
        Assert.Single(s.Books.Tasks);
        framework.Subscribe();
        s.PassSeconds(70);
        Assert.Equal(TaskState.TaskRunning, framework.Last("task")!.State);
    });

    /// <summary>Race 6, and failure scenario F6: the timer was first.</summary>
    [Theory, Seeds]
    public void A_framework_that_comes_back_too_late_has_been_removed(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework(change: static info => info.FailoverTimeout = 60);
        framework.Run("task");
        framework.LetsGo = true;
        framework.Disconnect();
        var coming = s.Hold(framework, s.Master, "Subscribe");
        s.PassSeconds(59);
        framework.AskToSubscribe();
        s.Until(() => s.Books.Frameworks.Count == 0, "it is removed");
        coming.Release();
        Assert.Equal(Removed, framework.AwaitEvent(static one => one.Error is not null).Error.Message);
        s.Until(() => !s.Agent.ExecutorHost.Machine.Running.Any(), "its task is killed");
    });

    /// <summary>Race 18.</summary>
    [Theory, Seeds]
    public void A_framework_that_tears_itself_down_does_not_come_back(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        framework.Teardown();
        s.Until(() => s.Books.Frameworks.Count == 0, "it is removed");
        framework.AskToSubscribe();
        Assert.Equal(Removed, framework.AwaitEvent(static one => one.Error is not null).Error.Message);
        s.Until(() => !framework.IsSubscribed && s.Books.Frameworks.Count == 0, "its stream is closed");
    });

    /// <summary>Failure scenario F5.</summary>
    [Theory, Seeds]
    public void A_scheduler_that_comes_back_under_its_id_finds_its_tasks_and_new_offers(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var (id, old) = (framework.Id, framework.NextOffer());
        framework.Disconnect();
        s.PassSeconds(30);
        Assert.Empty(s.Books.Offers);
        framework.Subscribe();
        Assert.Equal(id, framework.Id);
        var stale = framework.Accept(old, Make.Launch(Make.Task(old, "late")));
        Assert.Equal(Reason.InvalidOffers, framework.Await("late", TaskState.TaskDropped).Reason);
        s.Until(() => stale.Status == 202, "the call is accepted all the same");
        framework.Reconcile("task", old.AgentId);
        s.Until(() => framework.Last("task") is { State: TaskState.TaskRunning, Reason: Reason.Reconciliation }, "its task is there");
        framework.NextOffer();
    });

    /// <summary>Failure scenario F7.</summary>
    [Theory, Seeds]
    public void The_second_scheduler_under_one_id_takes_over_from_the_first(ulong seed) => Scenario.Play(seed, s =>
    {
        var first = s.Framework();
        var offer = first.NextOffer();
        var second = s.Framework(change: info => info.Id = new() { Value = first.Id! });
        Assert.Equal("Framework failed over", first.AwaitEvent(static one => one.Error is not null).Error.Message);
        var stale = first.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        s.Until(() => stale.Status is not null, "its call is answered");
        Assert.Equal(400, stale.Status);
        second.Run("another");
    });

    /// <summary>Failure scenario F2: those who do not checkpoint lose their tasks with the agent's process.</summary>
    [Theory, Seeds]
    public void Tasks_of_a_framework_that_does_not_checkpoint_are_lost_at_once(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework(change: static info =>
        {
            info.Checkpoint = false;
            info.Without(Capability.PartitionAware);
        });
        framework.Run("task");
        framework.LetsGo = true;
        s.Agent.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.Until(() => framework.Last("task") is { State: TaskState.TaskLost }, "it is lost", TimeSpan.FromSeconds(1));
        Assert.Equal(Reason.AgentDisconnected, framework.Last("task")!.Reason);
        s.Until(() => !s.Agent.ExecutorHost.Machine.Running.Any(), "the old process is ended");
    });
}
