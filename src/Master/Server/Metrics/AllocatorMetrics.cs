using Kernel.Master.Core.Allocation;
using Kernel.Runtime.Metrics;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of the allocator.</summary>
internal static class AllocatorMetrics
{
    private static readonly string[] Scalars = ["cpus", "disk", "mem"];

    /// <summary>Adds them.</summary>
    public static void Add(MetricTable metrics, MetricsView view)
    {
        metrics.Count("allocator/mesos/allocation_runs", view.Allocation.Runs);
        metrics["allocator/mesos/event_queue_dispatches"] = 0;
        metrics["allocator/event_queue_dispatches"] = 0;
        foreach (var name in Scalars)
        {
            metrics[$"allocator/mesos/resources/{name}/total"] = (view.Allocation.Total[name] ?? 0) / 1000.0;
            metrics[$"allocator/mesos/resources/{name}/offered_or_allocated"] = (view.Allocation.Used[name] ?? 0) / 1000.0;
        }

        foreach (var (role, share, filters) in view.Allocation.Roles)
        {
            metrics[$"allocator/mesos/roles/{role}/shares/dominant"] = share;
            metrics[$"allocator/mesos/offer_filters/roles/{role}/active"] = filters;
        }

        foreach (var quota in view.State.Quotas)
        {
            AddAll(metrics, quota.Role, "guarantee", quota.Guarantees.Select(static amount => KeyValuePair.Create(amount.Key, amount.Value.Value)));
            AddAll(metrics, quota.Role, "limit", quota.Limits.Select(static amount => KeyValuePair.Create(amount.Key, amount.Value.Value)));
        }

        foreach (var (role, consumed, used) in view.Allocation.Quotas)
        {
            AddAll(metrics, role, "consumed", InUnits(consumed));
            AddAll(metrics, role, "offered_or_allocated", InUnits(used));
        }
    }

    private static IEnumerable<KeyValuePair<string, double>> InUnits(Quantities quantities) =>
        quantities.Select(static amount => KeyValuePair.Create(amount.Key, amount.Value / 1000.0));

    private static void AddAll(MetricTable metrics, string role, string what, IEnumerable<KeyValuePair<string, double>> amounts)
    {
        foreach (var (name, amount) in amounts)
        {
            metrics[$"allocator/mesos/quota/roles/{role}/resources/{name}/{what}"] = amount;
        }
    }
}
