using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Xunit;
using Capability = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using Reason = Mesos.V1.TaskStatus.Types.Reason;
using Source = Mesos.V1.TaskStatus.Types.Source;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Offers against everything that makes them void.</summary>
public sealed class OfferRaceTests
{
    /// <summary>Race 1.</summary>
    [Theory, Seeds]
    public void An_accept_that_comes_after_its_agent_was_given_up_names_offers_that_are_no_more(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        var held = s.Hold(framework, s.Master, "Accept");
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        s.UntilHeld(held);
        Assert.Equal(200, s.Operate(new OperatorCall.MarkAgentGone(new(offer.AgentId.Value))).Status);
        held.Release();
        Assert.Equal(Reason.InvalidOffers, framework.Await("task", TaskState.TaskDropped).Reason);
    });

    /// <summary>Race 1, for those who do not know TASK_DROPPED.</summary>
    [Theory, Seeds]
    public void The_same_is_TASK_LOST_to_a_framework_of_old(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework(change: static info => info.Without(Capability.PartitionAware));
        var offer = framework.NextOffer();
        var held = s.Hold(framework, s.Master, "Accept");
        framework.Accept(offer, Make.Launch(Make.Task(offer, "task")));
        s.UntilHeld(held);
        s.CutOff(s.Agent);
        s.Until(() => s.Books.Unreachable.Count == 1, "the agent is unreachable");
        held.Release();
        var status = framework.Await("task", TaskState.TaskLost);
        Assert.Equal((Reason.InvalidOffers, Source.Master), (status.Reason, status.Source));
    });

    /// <summary>Failure scenario F8.</summary>
    [Theory, Seeds]
    public void An_accept_that_crosses_a_rescind_takes_nothing(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        var offer = framework.NextOffer();
        var id = new AgentId(offer.AgentId.Value);
        var held = s.Hold(framework, s.Master, "Accept");
        framework.Accept(offer, Make.Reserve("web", "cpus:1", "reservation"), Make.Launch(Make.Task(offer, "task")));
        s.UntilHeld(held);
        s.Operate(new OperatorCall.DeactivateAgent(id));
        held.Release();
        Assert.Equal(Reason.InvalidOffers, framework.Await("task", TaskState.TaskDropped).Reason);
        s.Operate(new OperatorCall.ReactivateAgent(id));
        Assert.Equal(offer.Resources, framework.NextOffer().Resources);
    });

    /// <summary>Race 7.</summary>
    [Theory, Seeds]
    public void A_framework_that_revives_and_suppresses_at_once_is_offered_nothing(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Suppress();
        framework.Decline(framework.NextOffer(), seconds: 3_600);
        s.PassSeconds(3);
        var held = s.Hold(framework, s.Master, "Revive");
        framework.Revive();
        framework.Suppress();
        s.UntilHeld(held);
        s.PassSeconds(1);
        held.Release();
        s.PassSeconds(30);
        Assert.Empty(framework.Offers);
        framework.Revive();
        framework.NextOffer();
    });

    /// <summary>Race 8.</summary>
    [Theory, Seeds]
    public void What_is_declined_for_no_time_is_offered_again_by_the_next_run(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        for (var round = 0; round < 5; round++)
        {
            var offer = framework.NextOffer();
            framework.Decline(offer, seconds: 0);
            s.Until(() => framework.Offers.Count > 0, "it comes again", TimeSpan.FromSeconds(3));
            Assert.NotEqual(offer.Id, framework.Offers[0].Id);
            Assert.Equal(offer.Resources, framework.Offers[0].Resources);
        }
    });

    /// <summary>Race 16.</summary>
    [Theory, Seeds]
    public void A_limit_that_is_set_while_offers_are_made_holds_from_then_on(ulong seed) => Scenario.Play(
        seed, new() { Masters = 1, Agents = 3 }, s =>
        {
            var framework = s.Framework();
            var other = s.Framework("other");
            s.Until(() => s.Books.Offers.Count == 3, "all is offered");
            foreach (var offer in framework.Offers.Concat(other.Offers).ToList())
            {
                (framework.Offers.Contains(offer) ? framework : other).Decline(offer);
            }

            // The calls are under way, the allocator is busy with what they bring, and in between the limit comes.
            s.Pass(s.World.Between(0, 1_500));
            s.Operate(Limits.Of("web", cpus: 1));
            s.World.AfterEveryStep(() => SimFailure.Unless(OfferedTo(s, framework) <= 1, () => "more is offered than the limit allows"));
            s.PassSeconds(20);
            Assert.Equal(11, OfferedTo(s, other));
        });

    /// <summary>Race 17.</summary>
    [Theory, Seeds]
    public void What_is_written_to_a_dead_stream_comes_again_on_the_next(ulong seed) => Scenario.Play(seed, s =>
    {
        var framework = s.Framework();
        framework.Run("task");
        framework.NextOffer();
        framework.LoseStream();
        s.Agent.ExecutorHost.Machine.Finish(s.Agent.ExecutorHost, "task");
        s.PassSeconds(3);
        Assert.True(s.Books.Frameworks[new(framework.Id!)].IsConnected);
        s.Until(() => !s.Books.Frameworks[new(framework.Id!)].IsConnected, "the master notices");
        Assert.Empty(s.Books.Offers);
        Assert.DoesNotContain(framework.Events, static one => one.Rescind is not null);
        framework.Subscribe();
        framework.Await("task", TaskState.TaskFinished);
        s.Until(() => framework.Offers.Sum(Cpus) == 4, "all is offered again");
    });

    private static double OfferedTo(Scenario s, ScriptedFramework framework) => s.Books.OffersOf(new FrameworkId(framework.Id!))
        .Sum(id => s.Books.Offers[id].Resources.Thousandths("cpus") / 1_000.0);

    private static double Cpus(Mesos.V1.Offer offer) =>
        offer.Resources.Where(static one => one.Name == "cpus").Sum(static one => one.Scalar.Value);
}
