using Mesos.V1.Scheduler;

namespace Kernel.Frameworks.Client;

/// <summary>
/// What a subscription can be told. All but the first three carry the attempt or the stream they belong to; those of
/// earlier ones are void.
/// </summary>
public abstract record SubscriptionInput
{
    private SubscriptionInput()
    {
    }

    /// <summary>The framework wants to subscribe.</summary>
    public sealed record Started : SubscriptionInput;

    /// <summary>The framework is done; the stream is to be closed for good.</summary>
    public sealed record Stopped : SubscriptionInput;

    /// <summary>The election of masters has come to another end.</summary>
    /// <param name="Leader">The leader; null: nobody leads.</param>
    public sealed record Detected(Uri? Leader) : SubscriptionInput;

    /// <summary>The stream is open.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="StreamId">The <c>Mesos-Stream-Id</c> that every call must show.</param>
    public sealed record Opened(int Attempt, string StreamId) : SubscriptionInput;

    /// <summary>The master said that another one leads (307).</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Leader">The leader's address.</param>
    public sealed record Redirected(int Attempt, Uri Leader) : SubscriptionInput;

    /// <summary>The stream could not be opened, or it has ended.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Ended(int Attempt, string Reason) : SubscriptionInput;

    /// <summary>An event has come.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Event">The event. Frozen.</param>
    public sealed record Received(int Attempt, Event Event) : SubscriptionInput;

    /// <summary>
    /// A call may not have reached the master. Nobody can tell which of a scheduler's calls it may lose: a lost DECLINE
    /// keeps resources
    /// from everybody, for ever. So the framework subscribes anew, which takes back every offer, and reconciles.
    /// </summary>
    /// <param name="StreamId">The stream that the call showed.</param>
    /// <param name="Reason">Why, for people.</param>
    public sealed record CallLost(string StreamId, string Reason) : SubscriptionInput;

    /// <summary>It is time to try again.</summary>
    public sealed record RetryDue(int Attempt) : SubscriptionInput;

    /// <summary>It is time to see whether heartbeats still come.</summary>
    public sealed record WatchDue(int Attempt) : SubscriptionInput;
}
