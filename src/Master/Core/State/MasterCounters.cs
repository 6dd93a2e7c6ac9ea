using Kernel.Model;
using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Core;

/// <summary>What has happened since the start, counted for metrics (mesos.md 8.7).</summary>
public sealed class MasterCounters
{
    private readonly Dictionary<TaskState, long> taskStates = [];
    private readonly Dictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> taskReasons = [];
    private readonly Dictionary<CallType, long> calls = [];
    private readonly Dictionary<(OperationType Type, OperationState State), long> operations = [];
    private readonly Dictionary<FrameworkId, FrameworkCounters> frameworks = [];
    private readonly Dictionary<string, long> events = [];

    /// <summary>How many tasks have come to a terminal state, or become unreachable.</summary>
    public IReadOnlyDictionary<TaskState, long> TaskStates => taskStates;

    /// <summary>The same by source and reason.</summary>
    public IReadOnlyDictionary<(TaskState State, TaskStatus.Types.Source Source, TaskStatus.Types.Reason? Reason), long> TaskReasons => taskReasons;

    /// <summary>How many scheduler calls of each type were taken.</summary>
    public IReadOnlyDictionary<CallType, long> Calls => calls;

    /// <summary>How many operations of each type have come to each terminal state.</summary>
    public IReadOnlyDictionary<(OperationType Type, OperationState State), long> Operations => operations;

    /// <summary>What has happened with each framework that is not removed.</summary>
    public IReadOnlyDictionary<FrameworkId, FrameworkCounters> Frameworks => frameworks;

    /// <summary>Everything else, by the name of its metric without <c>master/</c>.</summary>
    public IReadOnlyDictionary<string, long> Events => events;

    /// <summary>Counts for a framework from now on.</summary>
    public void Begin(FrameworkId framework) => frameworks.TryAdd(framework, new());

    /// <summary>A framework is removed, and its counters with it.</summary>
    public void End(FrameworkId framework) => frameworks.Remove(framework);

    /// <summary>The counters of a framework; null if it is removed.</summary>
    public FrameworkCounters? Of(FrameworkId framework) => frameworks.GetValueOrDefault(framework);

    /// <summary>Counts a task's end.</summary>
    public void Count(FrameworkId framework, TaskState state, TaskStatus.Types.Source source, TaskStatus.Types.Reason? reason)
    {
        Add(taskStates, state);
        Add(taskReasons, (state, source, reason));
        Of(framework)?.Count(state);
    }

    /// <summary>Counts a scheduler call.</summary>
    public void Count(FrameworkId framework, CallType call)
    {
        Add(calls, call);
        Of(framework)?.Count(call);
    }

    /// <summary>Counts the end of an operation.</summary>
    public void Count(OperationType operation, OperationState state) => Add(operations, (operation, state));

    /// <summary>Counts anything else.</summary>
    public void Count(string name) => Add(events, name);

    private static void Add<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
