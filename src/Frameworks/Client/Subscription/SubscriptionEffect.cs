using Mesos.V1.Scheduler;

namespace Kernel.Frameworks.Client;

/// <summary>What a subscription does to the world.</summary>
public abstract record SubscriptionEffect
{
    private SubscriptionEffect()
    {
    }

    /// <summary>Opens an event stream.</summary>
    /// <param name="Attempt">The number under which its fate is told.</param>
    /// <param name="Master">The master to ask.</param>
    /// <param name="Call">The SUBSCRIBE call. Frozen.</param>
    public sealed record Open(int Attempt, Uri Master, Call Call) : SubscriptionEffect;

    /// <summary>Closes the stream of an attempt.</summary>
    public sealed record Close(int Attempt) : SubscriptionEffect;

    /// <summary>Tells the framework that it is subscribed.</summary>
    /// <param name="Master">The leading master, where calls go.</param>
    /// <param name="StreamId">What calls must show.</param>
    /// <param name="Event">What the master said. Frozen.</param>
    public sealed record TellSubscribed(Uri Master, string StreamId, Event.Types.Subscribed Event) : SubscriptionEffect;

    /// <summary>Tells the framework an event; heartbeats and SUBSCRIBED are kept from it.</summary>
    public sealed record TellEvent(Event Event) : SubscriptionEffect;

    /// <summary>Tells the framework that its subscription is interrupted; it will be tried again.</summary>
    public sealed record TellDisconnected(string Reason) : SubscriptionEffect;

    /// <summary>Tells the framework that it cannot subscribe any more.</summary>
    public sealed record TellFailed(string Reason) : SubscriptionEffect;
}
