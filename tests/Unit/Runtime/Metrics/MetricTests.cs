using Kernel.Runtime.Metrics;
using Kernel.Tests.Support;

namespace Kernel.Tests.Unit.Runtime.Metrics;

public sealed class MetricTests
{
    private readonly ManualTime time = new();

    [Fact]
    public void A_timing_tells_the_last_extremes_and_percentiles_of_the_last_hour()
    {
        var timing = new Timing(time);
        timing.Record(TimeSpan.FromSeconds(100));
        time.Advance(TimeSpan.FromHours(2));
        for (var i = 1; i <= 101; i++)
        {
            timing.Record(TimeSpan.FromMilliseconds(i));
        }

        var metrics = new MetricTable();
        timing.AddTo(metrics, "t_ms");

        Assert.Equal((101.0, 101.0, 1.0, 101.0), (metrics["t_ms"], metrics["t_ms/count"], metrics["t_ms/min"], metrics["t_ms/max"]));
        Assert.Equal((51.0, 91.0, 100.0), (metrics["t_ms/p50"], metrics["t_ms/p90"], metrics["t_ms/p99"]));
        Assert.Equal(100.9, metrics["t_ms/p999"], 6);
    }

    [Fact]
    public void What_never_happened_took_no_time_and_has_no_percentiles()
    {
        var metrics = new MetricTable();
        new Timing(time).AddTo(metrics, "t_ms");
        Assert.Equal([KeyValuePair.Create("t_ms", 0.0)], metrics);
    }

    [Fact]
    public void Frameworks_roles_and_principals_are_labels_for_Prometheus()
    {
        var metrics = new MetricTable { ["master/slaves_active"] = 2 };
        metrics.Count("master/frameworks/my%20jobs/F-0001/calls/accept", 3);
        metrics.Count("master/frameworks/other%22/F-0002/calls/accept", 4);
        metrics["master/frameworks/my%20jobs/F-0001/roles/a/b/suppressed"] = 1;
        metrics["allocator/mesos/quota/roles/a/b/resources/cpus/limit"] = 8;
        metrics.Count("frameworks/alice/messages_received", 5);

        var text = PrometheusText.Write(metrics);

        Assert.Contains("# TYPE kernel_master_agents_active gauge\nkernel_master_agents_active 2\n", text, StringComparison.Ordinal);
        Assert.Contains(
            """
            # TYPE kernel_master_frameworks_calls_accept counter
            kernel_master_frameworks_calls_accept{framework="my jobs",framework_id="F-0001"} 3
            kernel_master_frameworks_calls_accept{framework="other\"",framework_id="F-0002"} 4

            """, text, StringComparison.Ordinal);
        Assert.Contains(
            "kernel_master_frameworks_roles_suppressed{framework=\"my jobs\",framework_id=\"F-0001\",role=\"a/b\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("kernel_allocator_mesos_quota_roles_resources_cpus_limit{role=\"a/b\"} 8\n", text, StringComparison.Ordinal);
        Assert.Contains("kernel_frameworks_messages_received{principal=\"alice\"} 5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_lets_callers_through_one_by_one_and_refuses_when_too_many_wait()
    {
        var gate = new RateGate(TimeSpan.FromMilliseconds(500), 2, time);
        Assert.True(await gate.EnterAsync(default));
        var second = gate.EnterAsync(default);
        var third = gate.EnterAsync(default);
        Assert.False(await gate.EnterAsync(default));
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await second);
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(await third);
    }
}
