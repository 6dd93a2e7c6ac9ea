using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace LoadTests.Allocation;

/// <summary>
/// Mesos's quota benchmark (HierarchicalAllocator_BENCHMARK_Test.LargeAndSmallQuota): as many roles, with a framework
/// each, as agents; five of six want little,
/// one of six much; guarantees are limits too.
/// </summary>
internal sealed class QuotaLoad : ILoadTest
{
    /// <inheritdoc/>
    public string Name => "quota";

    /// <inheritdoc/>
    public string Summary => "first and idle cycles with a quota for every role: --agents 3000 [--repeat 5]";

    /// <inheritdoc/>
    public Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        Measure(120, null);
        foreach (var agents in options.Numbers("agents", "3000"))
        {
            for (var i = 0; i < options.Number("repeat", 5) && !cancel.IsCancellationRequested; i++)
            {
                Measure(agents, report);
            }
        }

        return Task.CompletedTask;
    }

    private static void Measure(int agents, Report? report)
    {
        var cluster = new ModelCluster();
        var small = agents * 5 / 6;
        var large = agents - small;
        for (var i = 0; i < agents; i++)
        {
            // Half of the agents' resources are for the small quotas, half for the large ones.
            var amount = i < small ? 0.5 * agents / small : 0.5 * agents / large;
            var quota = Quantities.Of(("cpus", (long)(amount * 24) * 1000), ("mem", (long)(amount * 4096) * 1000));
            cluster.Allocator.SetQuota($"role{i:D5}", new(quota, quota));
            cluster.AddFramework(i, $"role{i:D5}");
        }

        for (var i = 0; i < agents; i++)
        {
            cluster.AddAgent(
                ModelCluster.Agent(i), ModelCluster.Bag(24, 4096, 4096), new Dictionary<FrameworkId, Resources>());
        }

        GC.Collect();
        var first = default(OfferDraft);
        foreach (var name in (string[])["first", "idle", "one returned"])
        {
            if (name == "one returned")
            {
                cluster.Allocator.Recover(first.Framework, first.Agent, first.Resources, cluster.Now);
            }

            var offers = cluster.Batch(out var cycle);
            first = name == "first" ? offers[0] : first;
            report?.Line(
                ("agents", agents), ("roles", agents), ("cycle", name), ("offers", offers.Count),
                ("ms", cycle.Wall), ("cpuMs", cycle.Cpu), ("longestSliceCpuMs", cycle.Longest));
        }
    }
}
