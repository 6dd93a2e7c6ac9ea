using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Model;
using Kernel.Protocol.AgentLink;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Reservations, volumes and quotas, against each other and against masters and agents that fail in between.</summary>
public sealed class OperatorRaceTests
{
    /// <summary>Race 9.</summary>
    [Theory, Seeds]
    public void An_operation_that_fails_on_the_agent_takes_with_it_what_was_built_on_it(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        var before = s.Agent.State!.Resources.Version;
        s.Agent.LoseResources("disk:200");
        framework.Accept(
            offer,
            Make.Reserve("web", "disk:1000", "reservation"),
            Make.Launch(Make.Task(offer, "task", "cpus:1;mem:64")));
        Assert.Equal(Reason.InvalidOffers, framework.Await("task", TaskState.TaskDropped).Reason);
        s.Until(() => OperationStates(framework).Contains(OperationState.OperationFailed), "the failure is told");
        s.Settle();
        Assert.NotEqual(before, s.Agent.State!.Resources.Version);
        var next = framework.NextOffer();
        Assert.DoesNotContain(next.Resources, static one => one.Reservations.Count > 0);
        Assert.Equal(800, next.Resources.Single(static one => one.Name == "disk").Scalar.Value);
        framework.Run("another");
    });

    /// <summary>Race 9: a task that was launched on what the operation would have made.</summary>
    [Theory, Seeds]
    public void A_task_on_a_reservation_that_failed_leaves_nothing_behind(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        s.Agent.LoseResources("mem:1000");
        var task = Make.Task(offer, "task", "cpus:1");
        task.Resources.AddRange(Make.Reserved("web", "mem:64"));
        framework.Accept(offer, Make.Reserve("web", "mem:64"), Make.Launch(task));
        framework.Await("task", TaskState.TaskDropped);
        s.Settle();
        Assert.Equal(24, framework.NextOffer().Resources.Single(static one => one.Name == "mem").Scalar.Value);
    });

    /// <summary>Race 9: of two operations that look alike one is lost on the way.</summary>
    [Theory, Seeds]
    public void A_lost_operation_does_not_undo_another_that_looks_like_it(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Accept(framework.NextOffer(), Make.Reserve("web", "cpus:1"));
        s.Until(() => HasReserved(s), "the agent has the first");
        s.Until(() => framework.Offers.Count > 0, "it is offered");
        var second = s.Hold(s.Master, s.Agent, "ApplyOperationMessage");
        framework.Accept(framework.NextOffer(), Make.Reserve("web", "cpus:1"));
        s.UntilHeld(second);
        second.Lose();
        s.PassSeconds(30);
        s.Settle();
        Assert.True(HasReserved(s));
    });

    /// <summary>Race 9: the agent comes back before the master knows it was away, without what was offered already.</summary>
    [Theory, Seeds]
    public void An_offer_of_a_reservation_that_never_reached_the_agent_is_rescinded(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var lost = s.Hold(s.Master, s.Agent, "ApplyOperationMessage");
        framework.Accept(framework.NextOffer(), Make.Reserve("web", "cpus:1"));
        s.UntilHeld(lost);
        s.Until(() => framework.Offers.Any(HasReservation), "the reservation is offered");
        lost.Lose(noticedSoon: false);
        s.Break(s.Agent, s.Master);
        s.Until(() => !framework.Offers.Any(HasReservation), "it is rescinded");
        s.Settle();
        Assert.DoesNotContain(framework.NextOffer().Resources, static one => one.Reservations.Count > 0);
    });

    /// <summary>Race 15.</summary>
    [Theory, Seeds]
    public void Of_two_operators_who_reserve_the_same_one_gets_it(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.NextOffer();
        var agent = s.Agent.State!.Id!.Value;
        var answers = new List<int>();
        foreach (var role in (string[])["one", "two"])
        {
            var operation = OperationLifting.Lift(Make.Reserve(role, "cpus:3"), null);
            s.Master.Operate(new OperatorCall.Apply(agent, operation), answer => answers.Add(answer.Status));
        }

        s.Until(() => answers.Count == 2, "both are answered");
        Assert.Equal([202, 409], answers);
        s.Settle();
        Assert.Equal(3, s.Books.Agents[agent].Total.ReservedFor("one").Thousandths("cpus") / 1_000);
    });

    /// <summary>Race 9: an operation and a task that needs it are lost together.</summary>
    [Theory, Seeds]
    public void A_task_on_a_reservation_that_was_lost_on_the_way_leaves_nothing_behind(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        var lost = s.Hold(s.Master, s.Agent, "ApplyOperationMessage");
        var task = Make.Task(offer, "task", "cpus:1");
        task.Resources.AddRange(Make.Reserved("web", "mem:64"));
        framework.Accept(offer, Make.Reserve("web", "mem:64"), Make.Launch(task));
        s.UntilHeld(lost);
        s.PassSeconds(0.5);
        lost.Lose();
        Assert.Equal(Reason.Reconciliation, framework.Await("task", TaskState.TaskDropped).Reason);
        s.Settle();
        s.Until(() => framework.Offers.Sum(static one => one.Resources.Count(static each => each.Name == "mem")) == 1, "mem is one again");
        Assert.Equal(1024, framework.NextOffer().Resources.Single(static one => one.Name == "mem").Scalar.Value);
    });

    /// <summary>Race 20.</summary>
    [Theory, Seeds]
    public void A_volume_that_was_accepted_and_never_made_is_plain_reserved_disk_again(ulong seed) => Scenario.Play(
        seed, new() { Masters = 2, Agents = 1 }, s =>
        {
            var framework = s.Framework();
            framework.Accept(framework.NextOffer(), Make.Reserve("web", "disk:100"));
            s.Until(() => framework.Offers.Any(HasReservation) && HasReserved(s, "disk"), "it is reserved");
            var lost = s.Hold(s.Master, s.Agent, "ApplyOperationMessage");
            var answer = framework.Accept(framework.NextOffer(), Make.Create("web", 100, "volume", "creation"));
            s.UntilHeld(lost);
            s.Until(() => answer.Status == 202, "it is accepted");
            s.Master.Kill("the scenario");
            s.Until(() => s.Cluster.Leader is not null, "another leads");
            s.UntilRegistered(s.Agent);
            s.Say(s.Agent, (LinkMessage)lost.First!);
            framework.Subscribe();
            var disk = framework.NextOffer().Resources.Where(static one => one.Name == "disk" && one.Reservations.Count > 0);
            Assert.Null(disk.Single().Disk);
            framework.ReconcileOperation("creation", framework.Offers[0].AgentId);
            s.Until(() => OperationStates(framework).Contains(OperationState.OperationUnknown), "nobody knows of it");
        });

    /// <summary>Race 20: the message of the master that is no more arrives, late.</summary>
    [Theory, Seeds]
    public void What_a_deposed_master_has_sent_is_not_begun_once_another_has_the_agent(ulong seed) => Scenario.Play(
        seed, new() { Masters = 2, Agents = 1 }, s =>
        {
            var framework = s.Framework();
            var (old, agent) = (s.Master, s.Agent);
            var launch = s.Hold(old, agent, "RunTaskMessage");
            var offer = framework.NextOffer();
            framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
            s.UntilHeld(launch);
            s.Cluster.Registry.Database.Depose();
            s.Break(agent, old);
            s.Until(() => s.Cluster.Leader is { } leader && leader != old && s.IsRegistered(agent), "another has it");
            framework.Subscribe();
            s.Say(agent, (LinkMessage)launch.First!);
            Assert.Equal(Reason.InvalidOffers, framework.Await("task", TaskState.TaskDropped).Reason);
            Assert.Empty(agent.ExecutorHost.Machine.Running);
        });

    /// <summary>Race 20, the other way round: the operation was done, and the master that asked for it never learns of it.</summary>
    [Theory, Seeds]
    public void What_an_operation_has_come_to_is_told_by_whichever_master_leads(ulong seed) => Scenario.Play(
        seed, new() { Masters = 2, Agents = 1 }, s =>
        {
            var framework = s.Framework();
            var feedback = s.Hold(s.Agent, s.Master, "UpdateOperationStatusMessage");
            framework.Accept(framework.NextOffer(), Make.Reserve("web", "disk:100", "reservation"));
            s.UntilHeld(feedback);
            s.Master.Kill("the scenario");
            s.Until(() => s.Cluster.Leader is not null, "another leads");
            s.UntilRegistered(s.Agent);
            framework.Subscribe();
            s.Until(() => OperationStates(framework).Contains(OperationState.OperationFinished), "it is told");
            s.Until(() => framework.Offers.Any(HasReservation), "what it made is offered");
        });

    /// <summary>Failure scenario F4.</summary>
    [Theory, Seeds]
    public void After_a_failover_tasks_are_known_as_their_agents_return(ulong seed) => Scenario.Play(
        seed, new() { Masters = 3, Agents = 1 }, s =>
        {
            var framework = s.Framework();
            var offer = framework.Run("task");
            var coming = s.HoldAll("ReregisterSlaveMessage", from: s.Agent);
            s.Master.Kill("the scenario");
            s.Until(() => s.Cluster.Leader is not null, "another leads");
            framework.Subscribe();
            var before = framework.Of("task").Count;
            framework.Reconcile("task", offer.AgentId);
            s.PassSeconds(5);
            Assert.Equal(before, framework.Of("task").Count);
            coming.Release();
            s.UntilRegistered(s.Agent);
            framework.Reconcile("task", offer.AgentId);
            s.Until(() => framework.Last("task") is { State: TaskState.TaskRunning, Reason: Reason.Reconciliation }, "it is told");
        });

    /// <summary>Failure scenario F20.</summary>
    [Theory, Seeds]
    public void With_a_quota_nothing_is_offered_after_a_failover_until_most_agents_are_back(ulong seed) => Scenario.Play(
        seed, new() { Masters = 2, Agents = 5, Settings = new() }, s =>
        {
            var framework = s.Framework();
            s.Operate(Limits.Guarantee("web", cpus: 1));
            foreach (var agent in s.Cluster.Agents)
            {
                agent.Kill("the scenario");
            }

            s.Master.Kill("the scenario");
            s.Until(() => s.Cluster.Leader is not null, "another leads");
            framework.Subscribe();
            foreach (var agent in s.Cluster.Agents.Take(3))
            {
                agent.Start();
                s.UntilRegistered(agent);
            }

            s.PassSeconds(60);
            Assert.Empty(framework.Offers);
            s.Cluster.Agents[3].Start();
            s.Until(() => framework.Offers.Count == 4, "four of five are enough");
        });

    private static IEnumerable<OperationState> OperationStates(ScriptedFramework framework) => framework.Events
        .Select(static one => one.UpdateOperationStatus?.Status.State).OfType<OperationState>();

    private static bool HasReserved(Scenario s, string name = "cpus") =>
        s.Agent.State!.Resources.Total.ReservedFor("web").Thousandths(name) > 0;

    private static bool HasReservation(Mesos.V1.Offer offer) => offer.Resources.Any(static one => one.Reservations.Count > 0);
}
