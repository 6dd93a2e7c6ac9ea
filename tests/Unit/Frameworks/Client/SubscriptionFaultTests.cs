using Kernel.Frameworks.Client;
using Kernel.Model;
using Kernel.Runtime;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Frameworks.Client;

/// <summary>What a subscription does when masters, networks and streams misbehave.</summary>
public sealed class SubscriptionFaultTests
{
    private static readonly Uri One = new("http://one:5050"), Two = new("http://two:5050"), Other = new("http://other:5050");

    private readonly List<SubscriptionEffect> effects = [];
    private readonly Loop<SubscriptionInput, SubscriptionEffect> loop;
    private Moment now = Moment.Epoch;

    public SubscriptionFaultTests()
    {
        var machine = new SubscriptionMachine(new()
        {
            Masters = [One, Two],
            Framework = new() { User = "me", Name = "test" },
            BackoffMin = TimeSpan.FromSeconds(1),
            BackoffMax = TimeSpan.FromSeconds(8),
        });
        loop = new(machine, new Chance(1), static _ => { }, effects.Add);
        Tell(new SubscriptionInput.Started());
    }

    private SubscriptionEffect.Open Attempt => effects.OfType<SubscriptionEffect.Open>().Last();

    [Fact]
    public void Waits_grow_and_have_an_end()
    {
        for (var i = 0; i < 40; i++)
        {
            Tell(new SubscriptionInput.Ended(Attempt.Attempt, "refused"));
            var before = now;
            AdvanceToNext();
            Assert.True(now - before <= TimeSpan.FromSeconds(Math.Min(8, Math.Pow(2, i))));
        }
    }

    [Fact]
    public void A_redirect_is_followed_at_once_however_much_has_failed_before()
    {
        for (var i = 0; i < 10; i++)
        {
            Tell(new SubscriptionInput.Ended(Attempt.Attempt, "refused"));
            AdvanceToNext();
        }

        Tell(new SubscriptionInput.Redirected(Attempt.Attempt, Other));
        Assert.Equal(Other, Attempt.Master);
    }

    [Fact]
    public void A_circle_of_redirects_is_slowed_down()
    {
        for (var i = 0; i < 5; i++)
        {
            Tell(new SubscriptionInput.Redirected(Attempt.Attempt, Other));
        }

        var opened = effects.Count;
        Tell(new SubscriptionInput.Redirected(Attempt.Attempt, Other));
        Assert.Equal(opened, effects.Count);
        Assert.True(loop.NextDue > now);
    }

    [Fact]
    public void Five_missed_heartbeats_end_a_stream_and_any_event_is_as_good_as_one()
    {
        Subscribe(heartbeat: 2);
        Advance(TimeSpan.FromSeconds(9));
        Tell(new SubscriptionInput.Received(Attempt.Attempt, new() { Type = Event.Types.Type.Heartbeat }));
        Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(effects.OfType<SubscriptionEffect.TellDisconnected>());
        Advance(TimeSpan.FromSeconds(15));
        Assert.Single(effects.OfType<SubscriptionEffect.TellDisconnected>());
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.Close);
    }

    [Fact]
    public void A_master_that_accepts_and_then_says_nothing_is_given_up()
    {
        var first = Attempt;
        Advance(TimeSpan.FromSeconds(120));
        Assert.NotEqual(first.Attempt, Attempt.Attempt);
    }

    [Theory]
    [InlineData("Framework has been removed")]
    [InlineData("Framework failed over")]
    [InlineData("Role 'x' is not present in the master's --roles")]
    public void An_error_is_for_good(string reason)
    {
        Subscribe();
        Tell(new SubscriptionInput.Received(
            Attempt.Attempt, new() { Type = Event.Types.Type.Error, Error = new() { Message = reason } }));
        Assert.Equal(reason, effects.OfType<SubscriptionEffect.TellFailed>().Single().Reason);
        var count = effects.Count;
        Tell(new SubscriptionInput.Ended(Attempt.Attempt, "closed"));
        Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(count, effects.Count);
    }

    [Fact]
    public void But_a_framework_that_is_merely_disconnected_comes_back()
    {
        Subscribe();
        var first = Attempt.Attempt;
        Tell(new SubscriptionInput.Received(
            first, new() { Type = Event.Types.Type.Error, Error = new() { Message = "Framework disconnected" } }));
        Advance(TimeSpan.FromSeconds(1));
        Assert.True(Attempt.Attempt > first);
        Assert.Empty(effects.OfType<SubscriptionEffect.TellFailed>());
    }

    [Fact]
    public void What_an_earlier_attempt_says_means_nothing()
    {
        var earlier = Attempt.Attempt;
        Tell(new SubscriptionInput.Ended(earlier, "refused"));
        Advance(TimeSpan.FromSeconds(1));
        Subscribe();
        var count = effects.Count;
        Tell(new SubscriptionInput.Ended(earlier, "late"));
        Tell(new SubscriptionInput.Received(earlier, new() { Type = Event.Types.Type.Offers, Offers = new() }));
        Tell(new SubscriptionInput.Redirected(earlier, Other));
        Assert.Equal(count, effects.Count);
    }

    [Fact]
    public void A_call_that_may_be_lost_ends_the_subscription_it_was_made_under()
    {
        Subscribe();
        Tell(new SubscriptionInput.CallLost("another stream", "reset"));
        Assert.Empty(effects.OfType<SubscriptionEffect.TellDisconnected>());
        Tell(new SubscriptionInput.CallLost("stream", "reset"));
        Assert.Single(effects.OfType<SubscriptionEffect.TellDisconnected>());
    }

    private void Subscribe(double heartbeat = 15)
    {
        Tell(new SubscriptionInput.Opened(Attempt.Attempt, "stream"));
        Tell(new SubscriptionInput.Received(Attempt.Attempt, new()
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new() { FrameworkId = new() { Value = "framework-1" }, HeartbeatIntervalSeconds = heartbeat },
        }));
        Assert.Equal("stream", effects.OfType<SubscriptionEffect.TellSubscribed>().Last().StreamId);
    }

    private void Tell(SubscriptionInput input) => loop.Turn(input, now);

    private void AdvanceToNext()
    {
        var attempt = Attempt.Attempt;
        while (Attempt.Attempt == attempt)
        {
            now = loop.NextDue;
            loop.TurnTimer(now);
        }
    }

    private void Advance(TimeSpan span)
    {
        var end = now + span;
        while (loop.NextDue <= end)
        {
            now = loop.NextDue;
            loop.TurnTimer(now);
        }

        now = end;
    }
}
