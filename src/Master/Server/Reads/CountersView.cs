using Kernel.Master.Core;
using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Server.Reads;

/// <summary>A copy of the master's counters.</summary>
/// <param name="TaskStates">Ended tasks by state.</param>
/// <param name="TaskReasons">Ended tasks by state, source and reason.</param>
/// <param name="Calls">Scheduler calls by type.</param>
/// <param name="Events">Everything else, by name.</param>
internal sealed record CountersView(
    Dictionary<TaskState, long> TaskStates,
    Dictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> TaskReasons,
    Dictionary<CallType, long> Calls,
    Dictionary<string, long> Events)
{
    /// <summary>Copies counters.</summary>
    public static CountersView Of(MasterCounters counters) =>
        new(new(counters.TaskStates), new(counters.TaskReasons), new(counters.Calls), new(counters.Events));
}
