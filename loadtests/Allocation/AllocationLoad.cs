using System.Diagnostics;
using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace LoadTests.Allocation;

/// <summary>
/// Mesos's DeclineOffers: every offer of a cycle is declined with a filter that outlives the run, so that the next
/// cycle goes to the
/// next frameworks; after as many cycles as there are frameworks nobody is left, and the last cycles make no offers.
/// </summary>
internal sealed class AllocationLoad : ILoadTest
{
    private const double PairsMax = 1e7;
    private const int FirstRounds = 10;

    /// <inheritdoc/>
    public string Name => "allocation";

    /// <inheritdoc/>
    public string Summary =>
        "cycles of declined offers: --agents 1000,10000 --frameworks 50,1000 [--repeat 5] [--cycles] [--through]";

    /// <inheritdoc/>
    public Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        for (var i = 0; i < 10; i++)
        {
            Play(500, 50, false, [], static (_, _, _) => { }, cancel);
        }

        foreach (var agents in options.Numbers("agents", "1000"))
        {
            foreach (var frameworks in options.Numbers("frameworks", "50"))
            {
                for (var i = 0; i < options.Number("repeat", 5); i++)
                {
                    Measure(agents, frameworks, options, report, cancel);
                }
            }
        }

        return Task.CompletedTask;
    }

    private static void Measure(
        int agents, int frameworks, LoadTestOptions options, Report report, CancellationToken cancel)
    {
        List<Cycle> cycles = [];
        var memory = Play(
            agents,
            frameworks,
            options.Has("through"),
            cycles,
            (what, ms, cpu) => report.Line(
                ("agents", agents), ("frameworks", frameworks), ("added", what), ("ms", ms), ("cpuMs", cpu)),
            cancel);
        foreach (var cycle in options.Has("cycles") ? cycles : [])
        {
            report.Line(
                ("agents", agents), ("frameworks", frameworks), ("cycle", cycle.Number), ("offers", cycle.Offers),
                ("ms", cycle.Time.Wall), ("cpuMs", cycle.Time.Cpu), ("longestSliceCpuMs", cycle.Time.Longest),
                ("declineMs", cycle.DeclineCpu));
        }

        var offering = cycles.Where(static cycle => cycle.Offers > 0).ToArray();
        var saturated = cycles.Where(static cycle => cycle.Offers == 0).ToArray();
        report.Line(
            ("agents", agents), ("frameworks", frameworks), ("cycles", cycles.Count),
            ("offers", offering.Sum(static cycle => cycle.Offers)),
            ("firstCpuMs", cycles[0].Time.Cpu),
            ("ms", Median(offering.Select(static cycle => cycle.Time.Wall))),
            ("cpuMs", Median(offering.Select(static cycle => cycle.Time.Cpu))),
            ("lastCpuMs", Median(offering.TakeLast(5).Select(static cycle => cycle.Time.Cpu))),
            ("maxCpuMs", offering.Max(static cycle => cycle.Time.Cpu)),
            ("saturatedMs", Median(saturated.Select(static cycle => cycle.Time.Wall))),
            ("declineCpuMs", Median(offering.Select(static cycle => cycle.DeclineCpu))),
            ("longestSliceCpuMs", cycles.Max(static cycle => cycle.Time.Longest)),
            ("bytesPerAgent", memory.Filled / agents),
            ("bytesPerFilter", (memory.Played - memory.Filled) / Math.Max(1, offering.Sum(static cycle => cycle.Offers))));
    }

    /// <summary>
    /// Plays until nobody is left, or, with more pairs than fit into a coffee break, the first rounds only.
    /// </summary>
    private static (long Filled, long Played) Play(
        int agents,
        int frameworks,
        bool isThrough,
        List<Cycle> cycles,
        Action<string, double, double> added,
        CancellationToken cancel)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cluster = Fill(agents, frameworks, added);
        var filled = GC.GetTotalMemory(forceFullCollection: true) - before;
        var rounds = isThrough || (double)agents * frameworks <= PairsMax ? frameworks + 3 : FirstRounds;
        for (var round = 0; round < rounds && !cancel.IsCancellationRequested; round++)
        {
            var offers = cluster.Batch(out var time);
            cycles.Add(new(round, offers.Count, time, Decline(cluster, offers)));
        }

        var played = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(cluster);
        return (filled, played);
    }

    private static ModelCluster Fill(int agents, int frameworks, Action<string, double, double> added)
    {
        var cluster = new ModelCluster();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Cpu.Milliseconds());
        for (var i = 0; i < frameworks; i++)
        {
            cluster.AddFramework(i, Roles.Default);
        }

        added("frameworks", Stopwatch.GetElapsedTime(start).TotalMilliseconds, Cpu.Milliseconds() - cpu);
        var total = ModelCluster.Bag(24, 4096, 4096, Ports(1));
        var used = ModelCluster.Bag(16, 2014, 1024, []).AllocatedTo(Roles.Default);
        (start, cpu) = (Stopwatch.GetTimestamp(), Cpu.Milliseconds());
        List<OfferDraft> offers = [];
        for (var i = 0; i < agents; i++)
        {
            var holder = ModelCluster.Framework(i % frameworks);
            cluster.AddAgent(i, total, new Dictionary<FrameworkId, Resources> { [holder] = used });
            offers.AddRange(cluster.Run(out _));
        }

        added("agents", Stopwatch.GetElapsedTime(start).TotalMilliseconds, Cpu.Milliseconds() - cpu);
        GC.Collect();
        Return(cluster, offers);
        return cluster;
    }

    /// <summary>The offers made while agents were added go back without a refusal.</summary>
    private static void Return(ModelCluster cluster, List<OfferDraft> offers)
    {
        foreach (var offer in offers)
        {
            cluster.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources, cluster.Now);
        }
    }

    private static double Decline(ModelCluster cluster, List<OfferDraft> offers)
    {
        var start = Cpu.Milliseconds();
        foreach (var offer in offers)
        {
            cluster.Allocator.Recover(
                offer.Framework, offer.Agent, offer.Resources, cluster.Now, new Refusal(TimeSpan.FromDays(1)));
        }

        return Cpu.Milliseconds() - start;
    }

    private static IEnumerable<Range64> Ports(ulong from) =>
        Enumerable.Range(0, 16).Select(i => new Range64(from + (4 * (ulong)i), from + (4 * (ulong)i) + 2));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private sealed record Cycle(int Number, int Offers, CycleTime Time, double DeclineCpu);
}
