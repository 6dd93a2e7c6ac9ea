using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>How a job has fared.</summary>
/// <param name="Job">The job.</param>
/// <param name="Times">How long its runs took.</param>
/// <param name="Running">Its runs that go on.</param>
/// <param name="Ended">Its latest runs that have ended, newest first.</param>
internal sealed record JobStatistics(Job Job, RunQuantiles Times, IReadOnlyList<Run> Running, IReadOnlyList<EndedRun> Ended)
{
    internal static JobStatistics? Of(ChronosState state, string name) => state.Jobs.Of(name) is { } job
        ? new(job, RunQuantiles.Of(state.Times.GetValueOrDefault(name) ?? new()), state.Runs.OfJob(name), state.HistoryOf(name))
        : null;
}

/// <summary>Quantiles of how long runs took, in milliseconds.</summary>
internal sealed record RunQuantiles(double P75, double P95, double P98, double P99, double Median, double Mean, long Count)
{
    /// <summary>What the names in URLs measure.</summary>
    internal static IReadOnlyDictionary<string, Func<RunTimes, double>> ByName { get; } = new Dictionary<string, Func<RunTimes, double>>
    {
        ["99thPercentile"] = static times => times.Quantile(0.99),
        ["98thPercentile"] = static times => times.Quantile(0.98),
        ["95thPercentile"] = static times => times.Quantile(0.95),
        ["75thPercentile"] = static times => times.Quantile(0.75),
        ["median"] = static times => times.Quantile(0.5),
        ["mean"] = static times => times.Mean,
    };

    internal static RunQuantiles Of(RunTimes times) => new(
        times.Quantile(0.75),
        times.Quantile(0.95),
        times.Quantile(0.98),
        times.Quantile(0.99),
        times.Quantile(0.5),
        times.Mean,
        times.Count);
}
