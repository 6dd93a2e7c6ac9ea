using System.Globalization;
using System.Text;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Fetcher;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Views;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Metrics;

/// <summary>
/// The metrics of an agent by the names that Mesos gave them (docs/monitoring), and as Prometheus reads them.
/// </summary>
public static class AgentMetrics
{
    private static readonly string[] Scalars = ["cpus", "gpus", "mem", "disk"];

    private static readonly V1.TaskState[] Counted =
    [
        V1.TaskState.TaskFailed, V1.TaskState.TaskFinished, V1.TaskState.TaskKilled, V1.TaskState.TaskLost,
        V1.TaskState.TaskGone,
    ];

    private static readonly V1.TaskState[] Present =
        [V1.TaskState.TaskRunning, V1.TaskState.TaskStaging, V1.TaskState.TaskStarting, V1.TaskState.TaskKilling];

    /// <summary>All metrics, in the order of their names.</summary>
    public static SortedDictionary<string, double> Of(AgentView view, SandboxFetcher fetcher, GcCounts gc, Ages ages)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["slave/registered"] = view.Phase == AgentPhase.Running ? 1 : 0,
            ["slave/uptime_secs"] = ages.UptimeSeconds,
            ["slave/recovery_errors"] = 0,
            ["slave/recovery_time_secs"] = view.Recovery.TotalSeconds,
            ["slave/executor_directory_max_allowed_age_secs"] = ages.SandboxSecondsMax,
            ["slave/frameworks_active"] = view.Frameworks.Length,
            ["slave/executors_preempted"] = 0,
            ["slave/executors_terminated"] = view.Counters.ExecutorsTerminated,
            ["slave/container_launch_errors"] = view.Counters.LaunchErrors,
            ["slave/valid_status_updates"] = view.Counters.ValidUpdates,
            ["slave/invalid_status_updates"] = view.Counters.InvalidUpdates,
            ["slave/valid_framework_messages"] = view.Counters.ValidMessages,
            ["slave/invalid_framework_messages"] = view.Counters.InvalidMessages,
            ["containerizer/mesos/container_destroy_errors"] = 0,
            ["containerizer/fetcher/task_fetches_succeeded"] = fetcher.Succeeded,
            ["containerizer/fetcher/task_fetches_failed"] = fetcher.Failed,
            ["containerizer/fetcher/cache_size_total_bytes"] = fetcher.Cache?.Capacity ?? 0,
            ["containerizer/fetcher/cache_size_used_bytes"] = fetcher.Cache?.Used ?? 0,
            ["gc/path_removals_succeeded"] = gc.Succeeded,
            ["gc/path_removals_failed"] = gc.Failed,
            ["gc/path_removals_pending"] = gc.Pending,
        };
        AddTasks(metrics, view);
        AddResources(metrics, view);
        AddSystem(metrics);
        return metrics;
    }

    /// <summary>The metrics in the text format of Prometheus.</summary>
    public static string ToPrometheus(IReadOnlyDictionary<string, double> metrics)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in metrics)
        {
            var safe = "kernel_" + name.Replace('/', '_').Replace("slave_", "agent_", StringComparison.Ordinal);
            text.Append("# TYPE ").Append(safe).Append(" gauge\n").Append(safe).Append(' ')
                .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    private static void AddTasks(SortedDictionary<string, double> metrics, AgentView view)
    {
        foreach (var state in Counted)
        {
            metrics[Name(state)] = view.Counters.TasksEnded.GetValueOrDefault(state);
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

    private static void AddResources(SortedDictionary<string, double> metrics, AgentView view)
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

    private static void Add(SortedDictionary<string, double> metrics, string name, double total, double used)
    {
        metrics[$"slave/{name}_total"] = total;
        metrics[$"slave/{name}_used"] = used;
        metrics[$"slave/{name}_percent"] = total > 0 ? used / total : 0;
    }

    private static void AddSystem(SortedDictionary<string, double> metrics)
    {
        var load = MachineFacts.Load;
        metrics["system/cpus_total"] = MachineFacts.Cpus;
        metrics["system/load_1min"] = load.One;
        metrics["system/load_5min"] = load.Five;
        metrics["system/load_15min"] = load.Fifteen;
        metrics["system/mem_total_bytes"] = MachineFacts.MemoryBytes;
        metrics["system/mem_free_bytes"] = MachineFacts.MemoryFreeBytes;
    }
}
