using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace LoadTests.Allocation;

/// <summary>
/// One cluster in which all offers are declined, cycle after cycle. With more pairs of agents and frameworks than fit
/// into a coffee break only the first and last ten rounds are played; the filters that the rounds between would have
/// left are set one framework after the other.
/// </summary>
internal sealed class DeclinedOffers(int agents, int frameworks)
{
    private const double PairsMax = 1e7;
    private const int EdgeRounds = 10;
    private const int SaturatedRounds = 3;

    // What a filter takes at most while arrays grow; more than the machine has left is not tried.
    private const double BytesPerFilterMax = 48;

    private static readonly Refusal LongRefusal = new(TimeSpan.FromDays(1));

    private readonly ModelCluster cluster = new();
    private readonly List<Round> rounds = [];
    private readonly List<(string What, Stretch Took)> added = [];
    private long empty;
    private long filled;
    private long played;
    private long filters;
    private string scope = "all";

    /// <summary>Fills the cluster, and plays until nobody is left.</summary>
    /// <param name="isThrough">Whether all rounds are played, however many.</param>
    /// <param name="cancel">Ends it early.</param>
    public void Play(bool isThrough, CancellationToken cancel)
    {
        empty = GC.GetTotalMemory(forceFullCollection: true);
        Fill();
        filled = GC.GetTotalMemory(forceFullCollection: true);
        if (isThrough || (double)agents * frameworks <= PairsMax || frameworks <= 2 * EdgeRounds)
        {
            PlayRounds(frameworks + SaturatedRounds, cancel);
        }
        else
        {
            PlayEdges(cancel);
        }

        played = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(cluster);
    }

    /// <summary>The median of the cycles that made offers.</summary>
    public double MedianOfCycles(Func<CycleTime, double> time) =>
        Median.Of(rounds.Where(static round => round.Offers > 0).Select(round => time(round.Time)));

    /// <summary>Reports what adding has taken.</summary>
    public void ReportAdding(Report report)
    {
        foreach (var (what, took) in added)
        {
            report.Line(
                ("agents", agents), ("frameworks", frameworks), ("added", what), ("ms", took.Wall), ("cpuMs", took.Cpu));
        }
    }

    /// <summary>Reports every cycle.</summary>
    public void ReportRounds(Report report)
    {
        foreach (var round in rounds)
        {
            report.Line(
                ("agents", agents), ("frameworks", frameworks), ("cycle", round.Number), ("offers", round.Offers),
                ("ms", round.Time.Wall), ("cpuMs", round.Time.Cpu), ("longestSliceCpuMs", round.Time.Longest),
                ("declineMs", round.Decline.Wall), ("declineCpuMs", round.Decline.Cpu));
        }
    }

    /// <summary>Reports what all cycles come to.</summary>
    public void ReportSummary(Report report)
    {
        var offering = rounds.Where(static round => round.Offers > 0).ToArray();
        var saturated = rounds.Where(static round => round.Offers == 0);
        report.Line(
            ("agents", agents), ("frameworks", frameworks), ("played", scope), ("cycles", rounds.Count),
            ("offers", offering.Sum(static round => round.Offers)),
            ("firstCpuMs", rounds[0].Time.Cpu),
            ("ms", MedianOfCycles(static time => time.Wall)),
            ("cpuMs", MedianOfCycles(static time => time.Cpu)),
            ("lastCpuMs", Median.Of(offering.TakeLast(5).Select(static round => round.Time.Cpu))),
            ("maxCpuMs", offering.Max(static round => round.Time.Cpu)),
            ("saturatedMs", Median.Of(saturated.Select(static round => round.Time.Wall))),
            ("declineCpuMs", Median.Of(offering.Select(static round => round.Decline.Cpu))),
            ("longestSliceCpuMs", rounds.Max(static round => round.Time.Longest)),
            ("bytesPerAgent", (filled - empty) / agents),
            ("bytesPerFilter", (played - filled) / Math.Max(1, filters)),
            ("megabytes", (played - empty) / 1_000_000));
    }

    private bool FiltersFit()
    {
        var memory = GC.GetGCMemoryInfo();
        var left = memory.HighMemoryLoadThresholdBytes - memory.MemoryLoadBytes;
        return (double)agents * frameworks * BytesPerFilterMax < left;
    }

    private void Fill()
    {
        var watch = Stopclock.Start();
        for (var i = 0; i < frameworks; i++)
        {
            cluster.AddFramework(i, Roles.Default);
        }

        added.Add(("frameworks", watch.Elapsed));
        var total = ModelCluster.Bag(24, 4096, 4096, Ports(1));
        var used = ModelCluster.Bag(16, 2014, 1024, []).AllocatedTo(Roles.Default);
        var registered = Enumerable.Range(0, agents)
            .Select(i => (Id: ModelCluster.Agent(i), Used: ModelCluster.Uses(i % frameworks, used)))
            .ToArray();
        List<OfferDraft> offers = new(agents);
        watch = Stopclock.Start();
        foreach (var agent in registered)
        {
            cluster.AddAgent(agent.Id, total, agent.Used);
            cluster.Run(offers);
        }

        added.Add(("agents", watch.Elapsed));
        Return(offers, refusal: null);
    }

    private void PlayRounds(int count, CancellationToken cancel)
    {
        for (var i = 0; i < count && !cancel.IsCancellationRequested; i++)
        {
            PlayRound(cancel);
        }
    }

    private int PlayRound(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var offers = cluster.Batch(out var time);
        var watch = Stopclock.Start();
        Return(offers, LongRefusal);
        filters += offers.Count;
        rounds.Add(new(rounds.Count, offers.Count, time, watch.Elapsed));
        return offers.Count;
    }

    private void PlayEdges(CancellationToken cancel)
    {
        var refused = new RefusedPairs(agents);
        for (var i = 0; i < EdgeRounds; i++)
        {
            PlayRound(cancel);
            refused.Add(cluster.Offers);
        }

        if (!FiltersFit())
        {
            scope = "first";
            return;
        }

        scope = "first and last";
        var watch = Stopclock.Start();
        for (var framework = 0; framework < frameworks; framework++)
        {
            cancel.ThrowIfCancellationRequested();
            RefuseMiddle(framework, refused);
        }

        added.Add(("filters", watch.Elapsed));
        while (PlayRound(cancel) > 0)
        {
        }

        PlayRounds(SaturatedRounds - 1, cancel);
    }

    /// <summary>
    /// A framework refuses the agents on which it has not done so, but for those that it is among the last ten of.
    /// </summary>
    private void RefuseMiddle(int framework, RefusedPairs refused)
    {
        var all = Enumerable.Range(0, agents)
            .Where(agent => (framework + agent) % frameworks >= EdgeRounds && !refused.Contains(agent, framework))
            .Select(cluster.Id)
            .ToArray();
        cluster.Allocator.Refuse(ModelCluster.Framework(framework), Roles.Default, all, cluster.Now, LongRefusal);
        filters += all.Length;
    }

    private void Return(IEnumerable<OfferDraft> offers, Refusal? refusal)
    {
        foreach (var offer in offers)
        {
            cluster.Allocator.Recover(offer.Framework, offer.Agent, offer.Resources, cluster.Now, refusal);
        }
    }

    private static IEnumerable<Range64> Ports(ulong from) =>
        Enumerable.Range(0, 16).Select(i => new Range64(from + (4 * (ulong)i), from + (4 * (ulong)i) + 2));

    private sealed record Round(int Number, int Offers, CycleTime Time, Stretch Decline);
}
