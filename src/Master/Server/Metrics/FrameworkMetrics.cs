using Kernel.Master.Core;
using Kernel.Master.Server.Legacy;
using Kernel.Master.Server.Reads;
using Kernel.Runtime.Metrics;
using Mesos.V1;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of each framework, <c>master/frameworks/NAME/ID/...</c>; they go when it is removed.</summary>
internal static class FrameworkMetrics
{
    private static readonly TaskState[] Active =
    [
        TaskState.TaskStaging, TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskKilling, TaskState.TaskUnknown,
    ];

    private static readonly TaskState[] Terminal = [.. Enum.GetValues<TaskState>().Where(TaskStates.IsTerminal)];

    /// <summary>Adds them.</summary>
    public static void Add(MetricTable metrics, MetricsView view)
    {
        foreach (var (framework, history) in view.State.Frameworks.Zip(view.State.Histories))
        {
            var name = $"master/frameworks/{Uri.EscapeDataString(framework.Info.Name)}/{framework.Id.Value}";
            metrics[$"{name}/subscribed"] = framework.IsConnected ? 1 : 0;
            metrics[$"{name}/tasks/active/task_unreachable"] = history.Unreachable.Count;
            AddRoles(metrics, name, framework, view);
            AddTasks(metrics, name, framework, view);
            if (view.Counters.Frameworks.TryGetValue(framework.Id, out var counters))
            {
                AddCounters(metrics, name, counters);
            }
        }
    }

    private static void AddRoles(MetricTable metrics, string name, Framework framework, MetricsView view)
    {
        var suppressed = view.Allocation.Suppressed.GetValueOrDefault(framework.Id) ?? [];
        foreach (var role in framework.Roles)
        {
            metrics[$"{name}/roles/{role}/suppressed"] = suppressed.Contains(role) ? 1 : 0;
        }
    }

    private static void AddTasks(MetricTable metrics, string name, Framework framework, MetricsView view)
    {
        var states = view.State.Index.Tasks[framework.Id].CountBy(static task => task.State).ToDictionary();
        foreach (var state in Active)
        {
            metrics[$"{name}/tasks/active/task_{TaskMetrics.Name(state)}"] = states.GetValueOrDefault(state);
        }
    }

    private static void AddCounters(MetricTable metrics, string name, FrameworkCountersView counters)
    {
        AddAll(metrics, $"{name}/calls", counters.Calls, CallType.Unknown);
        AddAll(metrics, $"{name}/events", counters.Events, EventType.Unknown);
        AddAll(metrics, $"{name}/operations", counters.Operations, OperationType.Unknown);
        metrics.Count($"{name}/offers/sent", counters.Offers.Sent);
        metrics.Count($"{name}/offers/accepted", counters.Offers.Accepted);
        metrics.Count($"{name}/offers/declined", counters.Offers.Declined);
        metrics.Count($"{name}/offers/rescinded", counters.Offers.Rescinded);
        foreach (var state in Terminal)
        {
            metrics.Count($"{name}/tasks/terminal/task_{TaskMetrics.Name(state)}", counters.Ended.GetValueOrDefault(state));
        }
    }

    /// <summary>The sum, and the number of each kind.</summary>
    private static void AddAll<TKind>(MetricTable metrics, string name, Dictionary<TKind, long> counts, TKind unknown)
        where TKind : struct, Enum
    {
        metrics.Count(name, counts.Values.Sum());
        foreach (var kind in Enum.GetValues<TKind>().Where(kind => !kind.Equals(unknown)))
        {
            metrics.Count($"{name}/{ProtoNames<TKind>.Of(kind).ToLowerInvariant()}", counts.GetValueOrDefault(kind));
        }
    }
}
