using Mesos.V1.Scheduler;

namespace Kernel.Frameworks.Client;

/// <summary>What a framework is told by its <see cref="SchedulerClient"/>: one thing at a time, in order.</summary>
public interface ISchedulerEvents
{
    /// <summary>The framework is subscribed, for the first time or again. Offers from before are void.</summary>
    void Subscribed(Event.Types.Subscribed subscribed);

    /// <summary>An event has come, other than SUBSCRIBED, HEARTBEAT and ERROR.</summary>
    void Received(Event message);

    /// <summary>The subscription is interrupted; the client tries again.</summary>
    void Disconnected(string reason);

    /// <summary>
    /// The subscription is over for good: the framework was removed, or another instance has taken over.
    /// </summary>
    void Failed(string reason);
}
