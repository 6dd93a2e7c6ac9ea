using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Core;

/// <summary>What has happened with one framework since this master knows it, counted for metrics (Mesos: FrameworkMetrics).</summary>
public sealed class FrameworkCounters
{
    private readonly Dictionary<CallType, long> calls = [];
    private readonly Dictionary<EventType, long> events = [];
    private readonly Dictionary<OperationType, long> operations = [];
    private readonly Dictionary<TaskState, long> ended = [];

    /// <summary>The calls it has made.</summary>
    public IReadOnlyDictionary<CallType, long> Calls => calls;

    /// <summary>The events it was sent.</summary>
    public IReadOnlyDictionary<EventType, long> Events => events;

    /// <summary>The operations it has asked for, launches among them.</summary>
    public IReadOnlyDictionary<OperationType, long> Operations => operations;

    /// <summary>Its tasks that came to an end, by state.</summary>
    public IReadOnlyDictionary<TaskState, long> Ended => ended;

    /// <summary>The offers it was sent.</summary>
    public long OffersSent { get; private set; }

    /// <summary>The offers it has accepted.</summary>
    public long OffersAccepted { get; private set; }

    /// <summary>The offers it has declined.</summary>
    public long OffersDeclined { get; private set; }

    /// <summary>The offers that were taken back from it.</summary>
    public long OffersRescinded { get; private set; }

    /// <summary>Counts a call.</summary>
    public void Count(CallType call) => Add(calls, call);

    /// <summary>Counts an event.</summary>
    public void Count(EventType sent) => Add(events, sent);

    /// <summary>Counts an operation.</summary>
    public void Count(OperationType operation) => Add(operations, operation);

    /// <summary>Counts the end of a task.</summary>
    public void Count(TaskState state) => Add(ended, state);

    /// <summary>Counts offers that were sent.</summary>
    public void Sent(int offers) => OffersSent += offers;

    /// <summary>Counts offers that were accepted.</summary>
    public void Accepted(int offers) => OffersAccepted += offers;

    /// <summary>Counts offers that were declined.</summary>
    public void Declined(int offers) => OffersDeclined += offers;

    /// <summary>Counts an offer that was taken back.</summary>
    public void Rescinded() => OffersRescinded++;

    private static void Add<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
