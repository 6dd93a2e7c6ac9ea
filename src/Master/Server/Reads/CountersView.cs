using Kernel.Master.Core;
using Kernel.Model;
using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Server.Reads;

/// <summary>A copy of the master's counters.</summary>
/// <param name="TaskStates">Ended tasks by state.</param>
/// <param name="TaskReasons">Ended tasks by state, source and reason.</param>
/// <param name="Calls">Scheduler calls by type.</param>
/// <param name="Operations">Ended operations by type and state.</param>
/// <param name="Frameworks">Those of each framework.</param>
/// <param name="Events">Everything else, by name.</param>
internal sealed record CountersView(
    Dictionary<TaskState, long> TaskStates,
    Dictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> TaskReasons,
    Dictionary<CallType, long> Calls,
    Dictionary<(OperationType Type, OperationState State), long> Operations,
    Dictionary<FrameworkId, FrameworkCountersView> Frameworks,
    Dictionary<string, long> Events)
{
    /// <summary>Copies counters.</summary>
    public static CountersView Of(MasterCounters counters) => new(
        new(counters.TaskStates),
        new(counters.TaskReasons),
        new(counters.Calls),
        new(counters.Operations),
        counters.Frameworks.ToDictionary(static pair => pair.Key, static pair => FrameworkCountersView.Of(pair.Value)),
        new(counters.Events));
}

/// <summary>A copy of one framework's counters.</summary>
/// <param name="Calls">Its calls by type.</param>
/// <param name="Events">Events it was sent, by type.</param>
/// <param name="Operations">Operations it has asked for, by type.</param>
/// <param name="Ended">Its ended tasks, by state.</param>
/// <param name="Offers">Offers sent, accepted, declined and rescinded.</param>
internal sealed record FrameworkCountersView(
    Dictionary<CallType, long> Calls,
    Dictionary<EventType, long> Events,
    Dictionary<OperationType, long> Operations,
    Dictionary<TaskState, long> Ended,
    (long Sent, long Accepted, long Declined, long Rescinded) Offers)
{
    /// <summary>Copies counters.</summary>
    public static FrameworkCountersView Of(FrameworkCounters counters) => new(
        new(counters.Calls),
        new(counters.Events),
        new(counters.Operations),
        new(counters.Ended),
        (counters.OffersSent, counters.OffersAccepted, counters.OffersDeclined, counters.OffersRescinded));
}
