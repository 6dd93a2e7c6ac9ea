using Kernel.Runtime.Metrics;

namespace Kernel.Master.Server.Metrics;

/// <summary>What the master's shell measures of itself; what the core counts is in its state.</summary>
internal sealed class MasterMeters(MasterOptions options, TimeProvider time)
{
    private long dropped;
    private long cacheHits;

    /// <summary>The registry.</summary>
    public RegistrarMeter Registrar { get; } = new(options.RegistryFetchTimeout, options.RegistryStoreTimeout, time);

    /// <summary>What waits for the loop.</summary>
    public QueueMeter Queue { get; } = new();

    /// <summary>How long runs of the allocator take.</summary>
    public Timing AllocationRun { get; } = new(time);

    /// <summary>How long runs of the allocator wait from when they are asked for.</summary>
    public Timing AllocationRunLatency { get; } = new(time);

    /// <summary>Counts a message that was dropped before the loop saw it.</summary>
    public void Dropped() => Interlocked.Increment(ref dropped);

    /// <summary>Counts a request that was given an answer made for another.</summary>
    public void CacheHit() => Interlocked.Increment(ref cacheHits);

    /// <summary>Adds the metrics.</summary>
    public void AddTo(MetricTable metrics)
    {
        Registrar.AddTo(metrics);
        Queue.AddTo(metrics);
        AllocationRun.AddTo(metrics, "allocator/mesos/allocation_run_ms");
        AllocationRunLatency.AddTo(metrics, "allocator/mesos/allocation_run_latency_ms");
        metrics.Count("master/dropped_messages", Interlocked.Read(ref dropped));
        metrics.Count("master/http_cache_hits", Interlocked.Read(ref cacheHits));
    }
}
