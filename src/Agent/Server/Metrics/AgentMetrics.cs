using Kernel.Agent.Core;
using Kernel.Agent.Server.Fetcher;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Views;
using Kernel.Model;
using Kernel.Runtime.Machine;
using Kernel.Runtime.Metrics;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Metrics;

/// <summary>
/// The metrics of an agent by the names that Mesos gave them (docs/monitoring).
/// </summary>
public static class AgentMetrics
{
    private static readonly string[] Scalars = ["cpus", "gpus", "mem", "disk"];

    /// <summary>What cannot happen here, or is told of otherwise: dashboards look for the names.</summary>
    private static readonly string[] NeverCounted =
    [
        "slave/executors_preempted", "containerizer/mesos/container_destroy_errors",
        "containerizer/mesos/provisioner/remove_container_errors", "resource_provider_manager/events/disconnect",
        "resource_provider_manager/events/subscribe", "resource_provider_manager/subscribed",
    ];

    private static readonly V1.TaskState[] Counted =
    [
        V1.TaskState.TaskFailed, V1.TaskState.TaskFinished, V1.TaskState.TaskKilled, V1.TaskState.TaskLost,
        V1.TaskState.TaskGone,
    ];

    private static readonly V1.TaskState[] Present =
        [V1.TaskState.TaskRunning, V1.TaskState.TaskStaging, V1.TaskState.TaskStarting, V1.TaskState.TaskKilling];

    /// <summary>All metrics, in the order of their names.</summary>
    public static MetricTable Of(AgentView view, SandboxFetcher fetcher, GcCounts gc, Ages ages)
    {
        var metrics = new MetricTable
        {
            ["slave/registered"] = view.Phase == AgentPhase.Running ? 1 : 0,
            ["slave/uptime_secs"] = ages.UptimeSeconds,
            ["slave/recovery_errors"] = 0,
            ["slave/recovery_time_secs"] = view.Recovery.TotalSeconds,
            ["slave/executor_directory_max_allowed_age_secs"] = ages.SandboxSecondsMax,
            ["slave/frameworks_active"] = view.Frameworks.Length,
            ["containerizer/fetcher/cache_size_total_bytes"] = fetcher.Cache?.Capacity ?? 0,
            ["containerizer/fetcher/cache_size_used_bytes"] = fetcher.Cache?.Used ?? 0,
            ["gc/path_removals_pending"] = gc.Pending,
        };
        metrics.Count("containerizer/fetcher/task_fetches_succeeded", fetcher.Succeeded);
        metrics.Count("containerizer/fetcher/task_fetches_failed", fetcher.Failed);
        metrics.Count("gc/path_removals_succeeded", gc.Succeeded);
        metrics.Count("gc/path_removals_failed", gc.Failed);
        AddCounters(metrics, view.Counters);
        AddTasks(metrics, view);
        AddResources(metrics, view);
        MachineLoad.Read().AddTo(metrics);
        return metrics;
    }

    private static void AddCounters(MetricTable metrics, CountersView counters)
    {
        metrics.Count("slave/executors_terminated", counters.ExecutorsTerminated);
        metrics.Count("slave/container_launch_errors", counters.LaunchErrors);
        metrics.Count("slave/valid_status_updates", counters.ValidUpdates);
        metrics.Count("slave/invalid_status_updates", counters.InvalidUpdates);
        metrics.Count("slave/valid_framework_messages", counters.ValidMessages);
        metrics.Count("slave/invalid_framework_messages", counters.InvalidMessages);
        foreach (var name in NeverCounted)
        {
            metrics.Count(name, 0);
        }
    }

    private static void AddTasks(MetricTable metrics, AgentView view)
    {
        foreach (var state in Counted)
        {
            metrics.Count(Name(state), view.Counters.TasksEnded.GetValueOrDefault(state));
        }

        foreach (var state in Present)
        {
            metrics[Name(state)] = view.Tasks.Count(task => task.State == state);
        }

        metrics["slave/executors_registering"] =
            view.Executors.Count(static executor =>
                executor.Run.State is ExecutorState.Registering or ExecutorState.Preparing);
        metrics["slave/executors_running"] = view.Executors.Count(static executor =>
            executor.Run.State == ExecutorState.Running);
        metrics["slave/executors_terminating"] =
            view.Executors.Count(static executor => executor.Run.State == ExecutorState.Terminating);
    }

    private static string Name(V1.TaskState state) =>
        "slave/tasks_" + TaskStateNames.Of(state)["TASK_".Length..].ToLowerInvariant();

    private static void AddResources(MetricTable metrics, AgentView view)
    {
        var used = LegacyTasks.Bag(view.Executors.SelectMany(static executor => executor.Resources));
        foreach (var name in Scalars)
        {
            Add(metrics, name, view.Total.NonRevocable.Scalar(name), used.NonRevocable.Scalar(name));
            Add(metrics, name + "_revocable", Revocable(view.Total).Scalar(name), Revocable(used).Scalar(name));
        }
    }

    private static Resources Revocable(Resources resources) =>
        resources.Where(static resource => resource.Kind.Revocable);

    private static void Add(MetricTable metrics, string name, double total, double used)
    {
        metrics[$"slave/{name}_total"] = total;
        metrics[$"slave/{name}_used"] = used;
        metrics[$"slave/{name}_percent"] = total > 0 ? used / total : 0;
    }
}
