namespace LoadTests.Allocation;

/// <summary>
/// Mesos's DeclineOffers: every offer of a cycle is declined with a filter that outlives the run, so that the next
/// cycle goes to the next frameworks; after as many cycles as there are frameworks nobody is left, and the last cycles
/// make no offers.
/// </summary>
internal sealed class AllocationLoad : ILoadTest
{
    private const int SizesMin = 5;

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
            new DeclinedOffers(500, 50).Play(isThrough: true, cancel);
        }

        var results = new List<SizeResult>();
        foreach (var agents in options.Numbers("agents", "1000"))
        {
            foreach (var frameworks in options.Numbers("frameworks", "50"))
            {
                results.Add(Measure(agents, frameworks, options, report, cancel));
            }
        }

        foreach (var group in results.GroupBy(static result => result.Frameworks))
        {
            ReportGrowth("frameworks", group.Key, "agents", [.. group], static result => result.Agents, report);
        }

        foreach (var group in results.GroupBy(static result => result.Agents))
        {
            ReportGrowth("agents", group.Key, "frameworks", [.. group], static result => result.Frameworks, report);
        }

        return Task.CompletedTask;
    }

    private static SizeResult Measure(
        int agents, int frameworks, LoadTestOptions options, Report report, CancellationToken cancel)
    {
        List<double> wall = [];
        List<double> cpu = [];
        for (var i = 0; i < options.Number("repeat", 5) && !cancel.IsCancellationRequested; i++)
        {
            var play = new DeclinedOffers(agents, frameworks);
            play.Play(options.Has("through"), cancel);
            play.ReportAdding(report);
            if (options.Has("cycles") || options.Has("json"))
            {
                play.ReportRounds(report);
            }

            play.ReportSummary(report);
            wall.Add(play.MedianOfCycles(static time => time.Wall));
            cpu.Add(play.MedianOfCycles(static time => time.Cpu));
        }

        return new(agents, frameworks, Median.Of(wall), Median.Of(cpu));
    }

    /// <summary>With which power of one size a cycle grows while the other stays, if there are enough sizes.</summary>
    private static void ReportGrowth(
        string kept, int value, string with, SizeResult[] results, Func<SizeResult, double> size, Report report)
    {
        if (results.Length >= SizesMin)
        {
            report.Line(
                (kept, value), ("growthWith", with), ("sizes", results.Length),
                ("exponent", Median.Exponent([.. results.Select(result => (size(result), result.Wall))])),
                ("cpuExponent", Median.Exponent([.. results.Select(result => (size(result), result.Cpu))])));
        }
    }

    private sealed record SizeResult(int Agents, int Frameworks, double Wall, double Cpu);
}
