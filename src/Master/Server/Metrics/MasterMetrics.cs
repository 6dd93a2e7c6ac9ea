using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Runtime.Machine;

namespace Kernel.Master.Server.Metrics;

/// <summary>The metrics of a master, by the names that Mesos gave them (mesos.md 8.7). A counter that has not counted is 0.</summary>
internal static class MasterMetrics
{
    /// <summary>All metrics by name; those of the state only of who leads.</summary>
    public static async Task<SortedDictionary<string, double>> ReadAsync(MasterReading reading, CancellationToken stop)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var isLeading = reading.Leading.IsLeading;
        metrics["master/elected"] = isLeading ? 1 : 0;
        metrics["master/uptime_secs"] = (Moment.From(reading.Time.GetUtcNow()) - reading.Identity.Started).TotalSeconds;
        metrics["master/operator_event_stream_subscribers"] = reading.Feed.Listeners;
        metrics["registrar/queued_operations"] = 0;
        metrics["registrar/registry_size_bytes"] = 0;
        metrics["registrar/log/recovered"] = isLeading ? 1 : 0;
        AddSystem(metrics, MachineLoad.Read());
        if (isLeading)
        {
            var view = await reading.Views.ViewAsync(stop).ConfigureAwait(false);
            ClusterMetrics.Add(metrics, view);
            TaskMetrics.Add(metrics, view);
            EventMetrics.Add(metrics, view.Counters);
            OperationMetrics.Add(metrics, view);
            AllocatorMetrics.Add(metrics, view);
            if (reading.Options.PublishPerFrameworkMetrics)
            {
                FrameworkMetrics.Add(metrics, view);
            }
        }

        return metrics;
    }

    private static void AddSystem(SortedDictionary<string, double> metrics, MachineLoad load)
    {
        metrics["system/cpus_total"] = load.Cpus;
        metrics["system/load_1min"] = load.Load1;
        metrics["system/load_5min"] = load.Load5;
        metrics["system/load_15min"] = load.Load15;
        metrics["system/mem_total_bytes"] = load.MemoryBytes;
        metrics["system/mem_free_bytes"] = load.FreeMemoryBytes;
    }
}
