using Kernel.Master.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;
using TaskStatus = Mesos.V1.TaskStatus;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class CountingTests
{
    [Fact]
    public void What_a_framework_does_and_is_told_is_counted_until_it_is_removed()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        agent.Update(framework, "t1", TaskState.TaskFinished);
        cluster.Pass(TimeSpan.FromSeconds(7));
        Decline(framework);

        var counters = cluster.State.Counters.Of(framework.Id)!;
        Assert.Equal((1, 1, 1), (counters.Calls[CallType.Subscribe], counters.Calls[CallType.Accept], counters.Calls[CallType.Decline]));
        Assert.Equal((1, 2), (counters.Events[EventType.Subscribed], counters.Events[EventType.Update]));
        Assert.Equal((1, 1), (counters.OffersAccepted, counters.OffersDeclined));
        Assert.Equal(framework.Events(EventType.Offers).Sum(static one => one.Offers.Offers_.Count), counters.OffersSent);
        Assert.Equal((1, 1), (counters.Operations[OperationType.Launch], counters.Ended[TaskState.TaskFinished]));

        framework.Call(new() { Type = CallType.Teardown });
        Assert.Empty(cluster.State.Counters.Frameworks);
    }

    [Fact]
    public void An_offer_taken_back_is_counted_and_so_is_an_agent_lost()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Offers();
        agent.FallSilent();
        cluster.Pass(TimeSpan.FromSeconds(120));

        var counters = cluster.State.Counters.Of(framework.Id)!;
        Assert.Equal((1, 1, 1), (counters.OffersRescinded, counters.Events[EventType.Rescind], counters.Events[EventType.Failure]));
        Assert.Equal((1, 1), (Count(cluster, "slave_removals"), Count(cluster, "slave_removals/reason_unhealthy")));
        Assert.Equal((1, 1), (Count(cluster, "messages_register_slave"), Count(cluster, "messages_register_framework")));
    }

    [Fact]
    public void Tasks_on_offers_that_do_not_stand_are_counted_as_dropped_with_their_reason()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Accept(["no such offer"], A.Launch(A.Task("t1", agent)));

        var reason = (TaskState.TaskDropped, TaskStatus.Types.Source.Master, (TaskStatus.Types.Reason?)TaskStatus.Types.Reason.InvalidOffers);
        Assert.Equal(1, cluster.State.Counters.TaskReasons[reason]);
    }

    [Fact]
    public void Operations_are_counted_when_they_end()
    {
        var cluster = new Cluster();
        cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        framework.Accept(framework.Offers().Single(), A.Reserve(A.Disk(60, "other")));

        Assert.Equal(1, cluster.State.Counters.Operations[(OperationType.Reserve, OperationState.OperationError)]);
    }

    private static long Count(Cluster cluster, string name) => cluster.State.Counters.Events.GetValueOrDefault(name);

    private static void Decline(TestFramework framework)
    {
        var decline = new Call.Types.Decline();
        decline.OfferIds.AddRange(framework.Offers().Select(static offer => new OfferID { Value = offer.Id.Value }));
        framework.Call(new() { Type = CallType.Decline, Decline = decline });
    }
}
