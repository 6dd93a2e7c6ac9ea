using Kernel.Model;
using Kernel.Runtime.Machine;
using Kernel.Runtime.Metrics;

namespace Kernel.Master.Server.Metrics;

/// <summary>The metrics of a master, by the names that Mesos gave them (mesos.md 8.7). A counter that has not counted is 0.</summary>
internal static class MasterMetrics
{
    /// <summary>All metrics by name; those of the state only of who leads, and only if the loop tells them in time.</summary>
    public static async Task<MetricTable> ReadAsync(MasterReading reading, TimeSpan? timeout, CancellationToken stop)
    {
        var metrics = new MetricTable();
        var isLeading = reading.Leading.IsLeading;
        metrics["master/elected"] = isLeading ? 1 : 0;
        metrics["master/uptime_secs"] = (Moment.From(reading.Time.GetUtcNow()) - reading.Identity.Started).TotalSeconds;
        metrics["master/operator_event_stream_subscribers"] = reading.Feed.Listeners;
        metrics["registrar/log/recovered"] = isLeading ? 1 : 0;
        reading.Meters.AddTo(metrics);
        MachineLoad.Read().AddTo(metrics);
        if (isLeading && await ViewAsync(reading, timeout, stop).ConfigureAwait(false) is { } view)
        {
            AddState(metrics, view, reading.Options.PublishPerFrameworkMetrics);
        }

        return metrics;
    }

    private static void AddState(MetricTable metrics, MetricsView view, bool withFrameworks)
    {
        metrics["registrar/queued_operations"] = view.QueuedOperations;
        ClusterMetrics.Add(metrics, view.State);
        TaskMetrics.Add(metrics, view);
        EventMetrics.Add(metrics, view.Counters);
        OperationMetrics.Add(metrics, view);
        AllocatorMetrics.Add(metrics, view);
        if (withFrameworks)
        {
            FrameworkMetrics.Add(metrics, view);
        }
    }

    private static async Task<MetricsView?> ViewAsync(MasterReading reading, TimeSpan? timeout, CancellationToken stop)
    {
        using var late = timeout is { } span
            ? new CancellationTokenSource(span, reading.Time)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            return await MetricsView.ReadAsync(reading, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return null;
        }
    }
}
