namespace Kernel.Chronos.Core;

/// <summary>
/// How long the runs of a job took, from their due time to their end, since this Chronos began to lead.
/// </summary>
public sealed class RunTimes
{
    private const int SamplesMax = 1_024;

    private readonly List<double> samples = [];
    private int next;

    /// <summary>How many runs there were.</summary>
    public long Count { get; private set; }

    /// <summary>Runs that succeeded.</summary>
    public long Succeeded { get; private set; }

    /// <summary>Runs that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>A quantile of the latest runs, in milliseconds; 0 if there were none.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public double Quantile(double quantile)
    {
        if (samples.Count == 0)
        {
            return 0;
        }

        var sorted = samples.Order().ToList();
        var at = quantile * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    /// <summary>The mean of the latest runs, in milliseconds; 0 if there were none.</summary>
    public double Mean => samples.Count == 0 ? 0 : samples.Average();

    /// <summary>A run succeeded.</summary>
    internal void Succeed(double milliseconds)
    {
        Succeeded++;
        Count++;
        if (samples.Count < SamplesMax)
        {
            samples.Add(milliseconds);
            return;
        }

        samples[next] = milliseconds;
        next = (next + 1) % SamplesMax;
    }

    /// <summary>A run failed.</summary>
    internal void Fail() => Failed++;
}
