using Kernel.Master.Core;
using Kernel.Master.Server.Legacy;
using Kernel.Runtime.Metrics;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of tasks: how many there are, and how many have ended, why.</summary>
internal static class TaskMetrics
{
    private static readonly TaskState[] Present =
        [TaskState.TaskStaging, TaskState.TaskStarting, TaskState.TaskRunning, TaskState.TaskKilling];

    /// <summary>Adds them.</summary>
    public static void Add(MetricTable metrics, MetricsView view)
    {
        foreach (var state in Enum.GetValues<TaskState>().Where(TaskStates.IsTerminal))
        {
            metrics.Count($"master/tasks_{Name(state)}", view.Counters.TaskStates.GetValueOrDefault(state));
        }

        var present = view.State.Tasks.CountBy(static task => task.State).ToDictionary();
        foreach (var state in Present)
        {
            metrics[$"master/tasks_{Name(state)}"] = present.GetValueOrDefault(state);
        }

        metrics["master/tasks_unreachable"] = view.State.Histories.Sum(static history => history.Unreachable.Count);
        foreach (var ((state, source, reason), count) in view.Counters.TaskReasons.Where(static one => one.Key.Reason is not null))
        {
            metrics.Count($"master/task_{Name(state)}/{Source(source)}/{Reason(reason!.Value)}", count);
        }
    }

    /// <summary>A state's name in metrics: <c>running</c>.</summary>
    public static string Name(TaskState state) => ProtoNames<TaskState>.Of(state)["TASK_".Length..].ToLowerInvariant();

    // Metrics keep the old name of agents.
    private static string Source(TaskStatus.Types.Source source) =>
        ProtoNames<TaskStatus.Types.Source>.Of(source).ToLowerInvariant().Replace("agent", "slave", StringComparison.Ordinal);

    private static string Reason(TaskStatus.Types.Reason reason) =>
        ProtoNames<TaskStatus.Types.Reason>.Of(reason).ToLowerInvariant().Replace("agent", "slave", StringComparison.Ordinal);
}
