using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;

namespace Kernel.Master.Core;

/// <summary>What has happened since the start, counted for metrics (mesos.md 8.7).</summary>
public sealed class MasterCounters
{
    private readonly Dictionary<TaskState, long> taskStates = [];
    private readonly Dictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> taskReasons = [];
    private readonly Dictionary<CallType, long> calls = [];
    private readonly Dictionary<string, long> events = [];

    /// <summary>How many tasks have come to a terminal state, or become unreachable.</summary>
    public IReadOnlyDictionary<TaskState, long> TaskStates => taskStates;

    /// <summary>The same by source and reason.</summary>
    public IReadOnlyDictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> TaskReasons => taskReasons;

    /// <summary>How many scheduler calls of each type were taken.</summary>
    public IReadOnlyDictionary<CallType, long> Calls => calls;

    /// <summary>Everything else, by the name of its metric without <c>master/</c>.</summary>
    public IReadOnlyDictionary<string, long> Events => events;

    /// <summary>Counts a task's end.</summary>
    public void Count(TaskState state, TaskStatus.Types.Source source, TaskStatus.Types.Reason? reason)
    {
        taskStates[state] = taskStates.GetValueOrDefault(state) + 1;
        taskReasons[(state, source, reason)] = taskReasons.GetValueOrDefault((state, source, reason)) + 1;
    }

    /// <summary>Counts a scheduler call.</summary>
    public void Count(CallType call) => calls[call] = calls.GetValueOrDefault(call) + 1;

    /// <summary>Counts anything else.</summary>
    public void Count(string name) => events[name] = events.GetValueOrDefault(name) + 1;
}
