using Kernel.Frameworks.Client;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Frameworks.Client;

public sealed class SubscriptionMachineTests
{
    private static readonly Uri First = new("http://first:5050");
    private static readonly Uri Second = new("http://second:5050");

    private SubscriptionMachine machine = new(new()
    {
        Masters = [First, Second], Framework = new FrameworkInfo { User = "u", Name = "n" },
    });

    private readonly Chance chance = new(7);
    private readonly PriorityQueue<SubscriptionInput, Moment> timers = new();
    private readonly List<SubscriptionEffect> effects = [];
    private Moment now = Moment.FromSeconds(1_000_000);

    [Fact]
    public void It_subscribes_and_tells_so_when_the_master_has()
    {
        Subscribe();
        var told = Assert.IsType<SubscriptionEffect.TellSubscribed>(effects[^1]);
        Assert.Equal(("stream", First), (told.StreamId, told.Master));
        Assert.True(machine.IsSubscribed);
    }

    [Fact]
    public void It_follows_a_redirect_to_the_leader()
    {
        Tell(new SubscriptionInput.Started());
        var leader = new Uri("http://leader:5050");
        Tell(new SubscriptionInput.Redirected(1, leader));
        Assert.Equal(leader, LastOpen().Master);
    }

    [Fact]
    public void Masters_that_do_not_answer_are_tried_in_turn_and_ever_more_slowly()
    {
        Tell(new SubscriptionInput.Started());
        var tried = new List<Uri>();
        var longest = TimeSpan.Zero;
        for (var i = 0; i < 12; i++)
        {
            var asked = now;
            Tell(new SubscriptionInput.Ended(LastOpen().Attempt, "refused"));
            Wait();
            tried.Add(LastOpen().Master);
            longest = now - asked > longest ? now - asked : longest;
        }

        Assert.Equal([Second, First, Second, First], tried[..4]);
        Assert.InRange(longest, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void After_a_break_it_comes_back_under_the_same_id()
    {
        Subscribe();
        Tell(new SubscriptionInput.Ended(1, "cut"));
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.TellDisconnected { Reason: "cut" });
        Wait();
        Assert.Equal("F", LastOpen().Call.FrameworkId.Value);
        Assert.Equal("F", LastOpen().Call.Subscribe.FrameworkInfo.Id.Value);
    }

    [Fact]
    public void A_stream_without_heartbeats_is_given_up()
    {
        Subscribe();
        for (var i = 0; i < 5; i++)
        {
            Assert.DoesNotContain(effects, static effect => effect is SubscriptionEffect.Close);
            Wait();
        }

        Assert.Contains(effects, static effect => effect is SubscriptionEffect.Close { Attempt: 1 });
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.TellDisconnected);
    }

    [Fact]
    public void Heartbeats_keep_a_stream_alive()
    {
        Subscribe();
        for (var i = 0; i < 20; i++)
        {
            Wait();
            Tell(new SubscriptionInput.Received(1, new() { Type = Event.Types.Type.Heartbeat }));
        }

        Assert.DoesNotContain(effects, static effect => effect is SubscriptionEffect.Close);
    }

    [Fact]
    public void An_error_is_final()
    {
        Subscribe();
        Tell(new SubscriptionInput.Received(1, new()
        {
            Type = Event.Types.Type.Error, Error = new() { Message = "Framework has been removed" },
        }));
        Assert.Equal("Framework has been removed", Assert.IsType<SubscriptionEffect.TellFailed>(effects[^1]).Reason);
        effects.Clear();
        while (timers.Count > 0)
        {
            Wait();
        }

        Assert.Empty(effects);
    }

    [Fact]
    public void What_comes_from_an_earlier_attempt_is_ignored()
    {
        Subscribe();
        Tell(new SubscriptionInput.Ended(1, "cut"));
        Wait();
        effects.Clear();
        Tell(new SubscriptionInput.Received(1, new() { Type = Event.Types.Type.Offers, Offers = new() }));
        Assert.Empty(effects);
    }

    [Fact]
    public void Without_named_masters_it_waits_until_a_leader_is_detected()
    {
        machine = Detecting();
        Tell(new SubscriptionInput.Started());
        Tell(new SubscriptionInput.Detected(null));
        Assert.DoesNotContain(effects, static effect => effect is SubscriptionEffect.Open);
        Tell(new SubscriptionInput.Detected(Second));
        Wait();
        Assert.Equal(Second, LastOpen().Master);
    }

    [Fact]
    public void A_leader_that_is_detected_before_the_start_is_asked_at_the_start()
    {
        machine = Detecting();
        Tell(new SubscriptionInput.Detected(Second));
        Assert.Empty(effects);
        Tell(new SubscriptionInput.Started());
        Assert.Equal(Second, LastOpen().Master);
    }

    [Fact]
    public void Another_leader_ends_the_stream_and_the_same_one_or_none_does_not()
    {
        machine = Detecting();
        Tell(new SubscriptionInput.Detected(First));
        Subscribe();
        effects.Clear();
        Tell(new SubscriptionInput.Detected(null));
        Tell(new SubscriptionInput.Detected(First));
        Assert.Empty(effects);

        Tell(new SubscriptionInput.Detected(Second));
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.Close { Attempt: 1 });
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.TellDisconnected);
        Wait();
        Assert.Equal(Second, LastOpen().Master);
        Assert.Equal("F", LastOpen().Call.FrameworkId.Value);
    }

    [Fact]
    public void A_stream_that_breaks_while_nobody_leads_is_opened_again_when_somebody_does()
    {
        machine = Detecting();
        Tell(new SubscriptionInput.Detected(First));
        Subscribe();
        Tell(new SubscriptionInput.Detected(null));
        Tell(new SubscriptionInput.Ended(1, "cut"));
        Assert.Contains(effects, static effect => effect is SubscriptionEffect.TellDisconnected);
        timers.Clear();
        effects.Clear();
        Tell(new SubscriptionInput.Detected(First));
        Wait();
        Assert.Equal(First, LastOpen().Master);
    }

    private static SubscriptionMachine Detecting() =>
        new(new() { Masters = [], Framework = new FrameworkInfo { User = "u", Name = "n" } });

    private void Subscribe()
    {
        Tell(new SubscriptionInput.Started());
        Tell(new SubscriptionInput.Opened(1, "stream"));
        Tell(new SubscriptionInput.Received(1, new()
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new() { FrameworkId = new() { Value = "F" }, HeartbeatIntervalSeconds = 15 },
        }));
    }

    private SubscriptionEffect.Open LastOpen() => effects.OfType<SubscriptionEffect.Open>().Last();

    /// <summary>Lets the next timer come.</summary>
    private void Wait()
    {
        timers.TryDequeue(out var input, out var due);
        now = due > now ? due : now;
        Tell(input!);
    }

    private void Tell(SubscriptionInput input)
    {
        var step = new Step<SubscriptionInput, SubscriptionEffect>(now, chance);
        machine.Decide(input, step);
        effects.AddRange(step.Effects);
        foreach (var timer in step.Timers)
        {
            timers.Enqueue(timer.Input, timer.Due);
        }
    }
}
