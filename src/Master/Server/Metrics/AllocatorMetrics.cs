using Kernel.Master.Server.Reads;

namespace Kernel.Master.Server.Metrics;

/// <summary>Metrics of the allocator.</summary>
internal static class AllocatorMetrics
{
    private static readonly string[] Scalars = ["cpus", "disk", "mem"];

    /// <summary>Adds them.</summary>
    public static void Add(SortedDictionary<string, double> metrics, MasterView view)
    {
        metrics["allocator/mesos/allocation_runs"] = view.Allocation.Runs;
        metrics["allocator/mesos/event_queue_dispatches"] = 0;
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

        foreach (var quota in view.Quotas)
        {
            foreach (var (name, amount) in quota.Guarantees)
            {
                metrics[$"allocator/mesos/quota/roles/{quota.Role}/resources/{name}/guarantee"] = amount.Value;
            }

            foreach (var (name, amount) in quota.Limits)
            {
                metrics[$"allocator/mesos/quota/roles/{quota.Role}/resources/{name}/limit"] = amount.Value;
            }
        }
    }
}
