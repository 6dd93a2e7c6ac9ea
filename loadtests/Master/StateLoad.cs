using System.Diagnostics;

namespace LoadTests.Master;

/// <summary>
/// The state of a large cluster read over loopback: for the first time (cold: nothing of it has been written yet), and again
/// unchanged; then what others wait while many poll it and it changes all the time (Mesos: MasterActorResponsiveness_BENCHMARK_Test). Readers and master
/// share one process.
/// </summary>
internal sealed class StateLoad : ILoadTest
{
    /// <summary>So often is played before anything is measured, until the program is compiled as it runs for good.</summary>
    private const int WarmUps = 3;

    /// <inheritdoc/>
    public string Name => "state";

    /// <inheritdoc/>
    public string Summary =>
        "/state: [--agents 10000] [--tasks 100000] [--completed 100000] [--frameworks 100] [--bare] [--repeat 5] [--pollers 20] [--seconds 10]";

    /// <inheritdoc/>
    public async Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await PlayAsync(new(1_000, 20_000, 20_000, 100), [], [], 1, TimeSpan.FromSeconds(1), cancel);
        }

        var tasks = options.Number("tasks", 100_000);
        var agents = new ReportedAgents(
            options.Number("agents", 10_000), tasks, options.Number("completed", tasks), options.Number("frameworks", 100),
            options.Has("bare"));
        List<Reading> readings = [];
        List<Limit> limits = [];
        List<Waiting> waits = [];
        for (var run = 0; run < options.Number("repeat", 5); run++)
        {
            waits.Add(await PlayAsync(
                agents, readings, limits, options.Number("pollers", 20), TimeSpan.FromSeconds(options.Number("seconds", 10)), cancel));
        }

        foreach (var one in readings.GroupBy(static reading => (reading.Format, reading.IsCold)))
        {
            report.Line(
                ("agents", agents.Agents), ("tasks", tasks), ("format", one.Key.Format), ("cold", one.Key.IsCold),
                ("ms", Median.Of(one.Select(static reading => reading.Ms))),
                ("cpuMs", Median.Of(one.Select(static reading => reading.Cpu))),
                ("MB", one.First().Bytes / 1e6));
        }

        ReportLimits(report, readings, limits);
        report.Line(
            ("pollers", options.Number("pollers", 20)), ("statesPerSecond", Median.Of(waits.Select(static wait => wait.StatesPerSecond))),
            ("healthP50Ms", Median.Of(waits.SelectMany(static wait => wait.Health))),
            ("healthP99Ms", Median.Share(waits.SelectMany(static wait => wait.Health), 0.99)),
            ("changeP50Ms", Median.Of(waits.SelectMany(static wait => wait.Changes))),
            ("changeMaxMs", waits.Max(static wait => wait.Changes.DefaultIfEmpty().Max())),
            ("longestHoldMs", Median.Of(waits.Select(static wait => wait.Holds.Longest))),
            ("longestHoldByReadersMs", Median.Of(waits.Select(static wait => wait.Holds.LongestByReaders))),
            ("longestHoldOfAllMs", waits.Max(static wait => wait.Holds.Longest)),
            ("gcPauseShare", Median.Of(waits.Select(static wait => wait.PauseShare))));
    }

    /// <summary>What the machine can do at best, and which share of it is reached.</summary>
    private static void ReportLimits(Report report, List<Reading> readings, List<Limit> limits)
    {
        foreach (var one in limits.GroupBy(static limit => limit.Format))
        {
            var writer = Median.Of(one.Select(static limit => limit.WriterCpu));
            var loopback = Median.Of(one.Select(static limit => limit.LoopbackMs));
            double MedianOf(bool isCold, Func<Reading, double> value) =>
                Median.Of(readings.Where(reading => reading.Format == one.Key && reading.IsCold == isCold).Select(value));
            report.Line(
                ("format", one.Key), ("rawWriterCpuMs", writer), ("rawLoopbackMs", loopback),
                ("coldShareOfWriter", writer / MedianOf(true, static reading => reading.Cpu)),
                ("againShareOfLoopback", loopback / MedianOf(false, static reading => reading.Ms)));
        }
    }

    private static async Task<Waiting> PlayAsync(
        ReportedAgents agents, List<Reading> readings, List<Limit> limits, int pollers, TimeSpan polled, CancellationToken cancel)
    {
        await using var master = await LoadedMaster.StartAsync(agents, cancel);
        using var reader = new StateReader(master.Uri);
        foreach (var isCold in (bool[])[true, false])
        {
            foreach (var format in StateReader.Formats)
            {
                readings.Add(await MeasureAsync(reader, format, isCold, cancel));
            }
        }

        foreach (var format in StateReader.Formats)
        {
            var body = await reader.BodyAsync(format, cancel);
            limits.Add(new(format, RawLimits.WriterCpu(body), await RawLimits.LoopbackAsync(body, cancel)));
        }

        return await PollAsync(reader, pollers, polled, cancel);
    }

    private static async Task<Reading> MeasureAsync(StateReader reader, string format, bool isCold, CancellationToken cancel)
    {
        GC.Collect();
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var bytes = await reader.StateAsync(format, cancel);
        return new(
            format, isCold, Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds, bytes);
    }

    private static async Task<Waiting> PollAsync(StateReader reader, int pollers, TimeSpan polled, CancellationToken cancel)
    {
        GC.Collect();
        using var holds = new LoopHolds();
        var (start, paused) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
        bool IsOver() => Stopwatch.GetElapsedTime(start) > polled;
        var (health, changes, states) = (new List<double>(), new List<double>(), 0);
        async Task ReadStatesAsync()
        {
            for (; !IsOver(); Interlocked.Increment(ref states))
            {
                await reader.StateAsync(StateReader.Formats[0], cancel);
            }
        }

        async Task WaitAsync(Func<CancellationToken, Task<double>> ask, List<double> waits)
        {
            while (!IsOver())
            {
                waits.Add(await ask(cancel));
                await Task.Delay(10, cancel);
            }
        }

        await Task.WhenAll(
            [.. Enumerable.Range(0, pollers).Select(_ => ReadStatesAsync()), WaitAsync(reader.HealthAsync, health),
                WaitAsync(reader.ChangeAsync, changes)]);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return new(health, changes, holds, states / elapsed.TotalSeconds, (GC.GetTotalPauseDuration() - paused) / elapsed);
    }

    private sealed record Reading(string Format, bool IsCold, double Ms, double Cpu, long Bytes);

    private sealed record Limit(string Format, double WriterCpu, double LoopbackMs);

    private sealed record Waiting(List<double> Health, List<double> Changes, LoopHolds Holds, double StatesPerSecond, double PauseShare);
}
