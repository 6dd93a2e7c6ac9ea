using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using SubscriptionStep = Kernel.Model.Step<Kernel.Frameworks.Client.SubscriptionInput, Kernel.Frameworks.Client.SubscriptionEffect>;

namespace Kernel.Frameworks.Client;

/// <summary>
/// Keeps a framework subscribed: finds the leading master, opens the stream, notices when it is dead, and tries again
/// with a
/// back-off and under the same framework id (mesos.md 1.4 to 1.6, 2.2). Pure: the shell opens streams, the simulator
/// plays them.
/// </summary>
public sealed class SubscriptionMachine(SubscriptionSettings settings) : IMachine<SubscriptionInput, SubscriptionEffect>
{
    /// <summary>The one error after which the framework may come back by itself.</summary>
    private const string FrameworkDisconnected = "Framework disconnected";

    private static readonly TimeSpan HeartbeatIntervalDefault = TimeSpan.FromSeconds(15);

    private FrameworkInfo framework = settings.Framework;
    private ImmutableArray<Uri> masters = settings.Masters;
    private Uri? master;
    private int nextMaster;
    private bool isStarted;
    private int attempt;
    private int failures;
    private int redirects;
    private bool isStopped;
    private bool isSubscribed;
    private string? streamId;
    private TimeSpan heartbeatInterval = HeartbeatIntervalDefault;
    private Moment lastEvent;

    /// <summary>The id the master gave; null before the first subscription.</summary>
    public FrameworkId? FrameworkId => framework.Id is { Value.Length: > 0 } id ? new(id.Value) : null;

    /// <summary>Whether the framework is subscribed.</summary>
    public bool IsSubscribed => isSubscribed;

    /// <inheritdoc/>
    public void Decide(SubscriptionInput input, SubscriptionStep step)
    {
        switch (input)
        {
            case SubscriptionInput.Started:
                Start(step);
                break;
            case SubscriptionInput.Stopped:
                Stop(step);
                break;
            case var _ when isStopped:
                break;
            case SubscriptionInput.Detected detected:
                Detect(detected.Leader, step);
                break;
            case SubscriptionInput.Opened opened when opened.Attempt == attempt:
                streamId = opened.StreamId;
                lastEvent = step.Now;
                break;
            case SubscriptionInput.Redirected redirected when redirected.Attempt == attempt:
                Follow(redirected.Leader, step);
                break;
            case SubscriptionInput.Ended ended when ended.Attempt == attempt:
                Retry(ended.Reason, step);
                break;
            case SubscriptionInput.Received received when received.Attempt == attempt:
                Receive(received.Event, step);
                break;
            case SubscriptionInput.CallLost lost when lost.StreamId == streamId && isSubscribed:
                step.Do(new SubscriptionEffect.Close(attempt));
                Retry($"a call was lost: {lost.Reason}", step);
                break;
            case SubscriptionInput.RetryDue due when due.Attempt == attempt:
                Open(step);
                break;
            case SubscriptionInput.WatchDue due when due.Attempt == attempt:
                Watch(step);
                break;
        }
    }

    private void Start(SubscriptionStep step)
    {
        isStarted = true;
        if (!masters.IsEmpty)
        {
            master = masters[nextMaster++ % masters.Length];
            Open(step);
        }
    }

    /// <summary>While nobody leads, a subscription is kept as long as its stream lives.</summary>
    private void Detect(Uri? leader, SubscriptionStep step)
    {
        masters = leader is null ? [] : [leader];
        if (isStarted && leader is not null && !(isSubscribed && master == leader))
        {
            failures = 0;
            step.Do(new SubscriptionEffect.Close(attempt));
            Retry($"the leading master is {leader}", step);
        }
    }

    private void Open(SubscriptionStep step)
    {
        Invariant.Holds(master is not null, "a master is chosen before it is asked");
        attempt++;
        streamId = null;
        lastEvent = step.Now;
        var subscribe = new Call.Types.Subscribe { FrameworkInfo = framework, OfferConstraints = settings.OfferConstraints };
        subscribe.SuppressedRoles.AddRange(settings.SuppressedRoles);
        step.Do(new SubscriptionEffect.Open(
            attempt, master, new() { Type = Call.Types.Type.Subscribe, FrameworkId = framework.Id, Subscribe = subscribe }));
        Arm(step);
    }

    private void Stop(SubscriptionStep step)
    {
        isStopped = true;
        isSubscribed = false;
        step.Do(new SubscriptionEffect.Close(attempt));
    }

    private void Follow(Uri leader, SubscriptionStep step)
    {
        // A leader that points to another is stale; a circle of them is slowed down by the back-off.
        master = leader;
        if (++redirects > settings.RedirectsMax)
        {
            Retry($"redirected to {leader} again and again", step);
        }
        else
        {
            Open(step);
        }
    }

    private void Retry(string reason, SubscriptionStep step)
    {
        if (isSubscribed)
        {
            isSubscribed = false;
            step.Do(new SubscriptionEffect.TellDisconnected(reason));
        }

        step.Note($"Not subscribed: {reason}");
        redirects = 0;
        attempt++;
        if (masters.IsEmpty)
        {
            return;
        }

        master = masters[nextMaster++ % masters.Length];
        var longest = settings.BackoffMin * Math.Pow(2, Math.Min(failures++, 20));
        step.After(step.Chance.Next(longest < settings.BackoffMax ? longest : settings.BackoffMax), new SubscriptionInput.RetryDue(attempt));
    }

    private void Receive(Event message, SubscriptionStep step)
    {
        lastEvent = step.Now;
        switch (message.Type)
        {
            case Event.Types.Type.Heartbeat:
                break;
            case Event.Types.Type.Subscribed:
                Subscribed(message.Subscribed, step);
                break;
            case Event.Types.Type.Error when message.Error.Message == FrameworkDisconnected:
                step.Do(new SubscriptionEffect.Close(attempt));
                Retry(message.Error.Message, step);
                break;
            case Event.Types.Type.Error:
                Fail(message.Error.Message, step);
                break;
            default:
                step.Do(new SubscriptionEffect.TellEvent(message));
                break;
        }
    }

    private void Subscribed(Event.Types.Subscribed subscribed, SubscriptionStep step)
    {
        framework = framework.Clone();
        framework.Id = subscribed.FrameworkId;
        failures = 0;
        redirects = 0;
        isSubscribed = true;
        if (subscribed.HasHeartbeatIntervalSeconds && subscribed.HeartbeatIntervalSeconds > 0)
        {
            heartbeatInterval = TimeSpan.FromSeconds(subscribed.HeartbeatIntervalSeconds);
        }

        Invariant.Holds(streamId is not null, "a stream is open before it says SUBSCRIBED");
        step.Do(new SubscriptionEffect.TellSubscribed(master!, streamId, subscribed));
    }

    /// <summary>After ERROR the master closes the stream; there is nothing to try again.</summary>
    private void Fail(string reason, SubscriptionStep step)
    {
        isStopped = true;
        isSubscribed = false;
        step.Do(new SubscriptionEffect.Close(attempt));
        step.Do(new SubscriptionEffect.TellFailed(reason));
    }

    private void Watch(SubscriptionStep step)
    {
        if (step.Now - lastEvent < heartbeatInterval * settings.HeartbeatsMissedMax)
        {
            Arm(step);
            return;
        }

        step.Do(new SubscriptionEffect.Close(attempt));
        Retry($"no heartbeat for {heartbeatInterval * settings.HeartbeatsMissedMax}", step);
    }

    private void Arm(SubscriptionStep step) => step.After(heartbeatInterval, new SubscriptionInput.WatchDue(attempt));
}
