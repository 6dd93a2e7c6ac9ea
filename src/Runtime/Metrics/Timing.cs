namespace Kernel.Runtime.Metrics;

/// <summary>
/// How long something took, the last so many times within an hour (libprocess: metrics::Timer over a TimeSeries). Any thread may record
/// and read.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class Timing(TimeProvider time)
{
    private const int SamplesMax = 1_000;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Queue<(long At, double Milliseconds)> samples = new();
    private double last;

    /// <summary>Records that it took so long since a moment of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public void RecordSince(long begun) => Record(time.GetElapsedTime(begun));

    /// <summary>Records how long it took.</summary>
    public void Record(TimeSpan took)
    {
        lock (gate)
        {
            last = took.TotalMilliseconds;
            samples.Enqueue((time.GetTimestamp(), last));
            if (samples.Count > SamplesMax)
            {
                samples.Dequeue();
            }
        }
    }

    /// <summary>Adds the metrics: the last time under the bare name, count, extremes and percentiles below it; 0 alone if it never happened.</summary>
    public void AddTo(MetricTable metrics, string name)
    {
        var (sorted, latest) = Take();
        metrics[name] = latest;
        if (sorted.Length == 0)
        {
            return;
        }

        metrics[$"{name}/count"] = sorted.Length;
        metrics[$"{name}/min"] = sorted[0];
        metrics[$"{name}/max"] = sorted[^1];
        foreach (var (suffix, share) in Percentiles)
        {
            metrics[$"{name}/{suffix}"] = Percentile(sorted, share);
        }
    }

    private static readonly (string Suffix, double Share)[] Percentiles =
    [
        ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("p999", 0.999), ("p9999", 0.9999),
    ];

    private (double[] Sorted, double Last) Take()
    {
        lock (gate)
        {
            // The last sample stays, however old it is.
            while (samples.Count > 1 && time.GetElapsedTime(samples.Peek().At) > Window)
            {
                samples.Dequeue();
            }

            return ([.. samples.Select(static sample => sample.Milliseconds).Order()], last);
        }
    }

    /// <summary>Between two samples, what lies between their values.</summary>
    private static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 == sorted.Length
            ? sorted[below]
            : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
