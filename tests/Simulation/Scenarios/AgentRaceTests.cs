using Kernel.Agent.Core;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Agents that vanish and come back, against a master that is about to give them up, or has not noticed.</summary>
public sealed class AgentRaceTests
{
    private static readonly SimOptions Limited = new()
    {
        Masters = 1, Agents = 2, Settings = new() { AgentRemovalInterval = TimeSpan.FromMinutes(4) },
    };

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

    /// <summary>Race 4.</summary>
    [Theory, Seeds]
    public void A_pong_before_the_limiter_has_let_the_agent_go_keeps_it(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var (gone, kept) = CutBothOff(s);
        s.Rejoin(kept);
        s.Until(() => s.Books.ScheduledRemovals.Count == 0, "the second is kept");
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
        Assert.Equal(1, s.Books.Counters.Events["slave_unreachable_canceled"]);
        Assert.Equal(1, s.Books.Counters.Events["slave_unreachable_completed"]);
        s.Rejoin(gone);
    });

    /// <summary>Race 4: it is not cancelled by a pong any more, the agent has to re-register.</summary>
    [Theory, Seeds]
    public void A_pong_after_the_limiter_has_let_the_agent_go_is_too_late(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        var home = s.Cluster.Agents.Single(agent => agent.State!.Id!.Value.Value == framework.Last("task")!.AgentId.Value);
        var coming = s.Hold(home, s.Master, "ReregisterSlaveMessage");
        s.CutOff(home);
        framework.Await("task", TaskState.TaskUnreachable);
        s.Rejoin(home);
        s.UntilHeld(coming);
        s.PassSeconds(30);
        Assert.Single(s.Books.Unreachable);
        coming.Release();
        Assert.Equal(Reason.AgentReregistered, framework.Await("task", TaskState.TaskRunning).Reason);
    });

    /// <summary>Race 4, with a re-registration in place of the pong.</summary>
    [Theory, Seeds]
    public void An_agent_that_re_registers_before_the_limiter_has_let_it_go_stays(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var (gone, kept) = CutBothOff(s);
        var pongs = s.Hold(kept, s.Master, "PongSlaveMessage");
        kept.Kill("the scenario");
        s.Rejoin(kept);
        kept.Start();
        s.UntilRegistered(kept);
        Assert.Equal(0, pongs.Caught);
        pongs.Release();
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
        Assert.Single(s.Books.Unreachable);
        s.Rejoin(gone);
    });

    /// <summary>Race 4, after a failover of the master.</summary>
    [Theory, Seeds]
    public void A_recovered_agent_that_comes_back_before_the_limiter_has_let_it_go_stays(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var master = s.Master;
        s.Cluster.Agents[0].Kill("the scenario");
        s.Cluster.Agents[1].Kill("the scenario");
        master.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.Until(() => s.Cluster.Leader?.State is { } books && books.ScheduledRemovals.Count == 1, "one waits for the limiter", TimeSpan.FromMinutes(15));
        var kept = s.Cluster.Agents[s.Books.Unreachable.Keys.Single().Value.EndsWith("S0", StringComparison.Ordinal) ? 1 : 0];
        kept.Start();
        s.UntilRegistered(kept);
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
    });

    /// <summary>The limiter lets the first agent go at once, and each other one an interval after the one before.</summary>
    [Theory, Seeds]
    public void The_limiter_keeps_its_rate_however_often_somebody_is_taken_back(ulong seed) => Scenario.Play(
        seed, Limited with { Agents = 5 }, s =>
        {
            var goings = new List<Moment>();
            var known = 0;
            s.World.AfterEveryStep(() =>
            {
                if (s.Cluster.Leader is { State: { } books } && books.Unreachable.Count > known)
                {
                    goings.Add(s.World.Now);
                }

                known = s.Cluster.Leader?.State?.Unreachable.Count ?? 0;
            });
            s.CutOff(s.Cluster.Agents[0]);
            s.CutOff(s.Cluster.Agents[1]);
            s.Until(() => s.Books.ScheduledRemovals.Count == 1, "the second waits");
            s.Rejoin(s.Cluster.Agents[0]);
            s.Rejoin(s.Cluster.Agents[1]);
            s.Until(() => s.Books.ScheduledRemovals.Count == 0, "it is kept");
            s.Cluster.Agents.Skip(1).ToList().ForEach(s.CutOff);
            s.Until(() => s.Books.Unreachable.Count >= 4, "all four are gone", TimeSpan.FromMinutes(25));
            Assert.All(
                goings.Zip(goings.Skip(1)),
                static pair => Assert.True(pair.Second - pair.First > TimeSpan.FromMinutes(3.99), $"{pair.Second - pair.First}"));
            s.Cluster.Agents.ToList().ForEach(s.Rejoin);
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
        var offer = framework.NextOffer();
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task", Make.Executor(offer, "executor", isCustom: true))));
        var executor = s.Executor(s.Agent, framework, "executor");
        executor.Subscribe();
        s.Until(() => executor.Tasks.Count == 1, "it has its task");
        executor.Tell("task", TaskState.TaskRunning);
        framework.Await("task", TaskState.TaskRunning);
        framework.LetsGo = true;
        s.Agent.Kill("the scenario");
        s.Until(() => s.Books.Agents.Values.Single() is { IsConnected: false }, "the master notices");
        Assert.Equal(200, s.Operate(new OperatorCall.DrainAgent(new(offer.AgentId.Value), TimeSpan.FromSeconds(1), MarkGone: false)).Status);
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
        s.Until(() => s.Agent.State!.Id is { } other && other != id, "it is another");
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

    /// <summary>Two agents are cut off until the master has given one up, and the other waits for the limiter.</summary>
    private static (SimAgent Gone, SimAgent Waiting) CutBothOff(Scenario s)
    {
        s.Cluster.Agents.ToList().ForEach(s.CutOff);
        s.Until(() => s.Books.Unreachable.Count == 1 && s.Books.ScheduledRemovals.Count == 1, "one waits for the limiter");
        var gone = s.Cluster.Agents.Single(agent => s.Books.Unreachable.ContainsKey(agent.State!.Id!.Value));
        return (gone, s.Cluster.Agents.Single(agent => agent != gone));
    }
}
