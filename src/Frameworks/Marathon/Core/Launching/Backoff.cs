using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>How launches of an app that fails are slowed (Marathon: RateLimiter.scala).</summary>
/// <param name="ConfigVersion">The version of the app that failed; another starts afresh.</param>
/// <param name="Delay">How long each launch waits.</param>
/// <param name="Reference">From when it waits.</param>
public readonly record struct Backoff(Version ConfigVersion, TimeSpan Delay, Moment Reference)
{
    /// <summary>When the next launch may be.</summary>
    public Moment NotBefore => Reference + Delay;

    /// <summary>After another failure.</summary>
    /// <param name="earlier">The back-off so far, if there is one.</param>
    /// <param name="spec">What failed.</param>
    /// <param name="now">When.</param>
    public static Backoff AfterFailure(Backoff? earlier, RunSpec spec, Moment now)
    {
        var (seconds, factor, max) = spec.Backoff;
        var next = earlier is { } before && !before.IsOver(spec, now) ? before.Delay.TotalSeconds * factor : seconds;
        return new(spec.ConfigVersion, TimeSpan.FromSeconds(Math.Min(next, max)), now);
    }

    /// <summary>
    /// Whether it no longer counts: the app has changed, or has been quiet for as long as the longest delay.
    /// </summary>
    public bool IsOver(RunSpec spec, Moment now) =>
        ConfigVersion != spec.ConfigVersion || now > Reference + TimeSpan.FromSeconds(spec.Backoff.MaxSeconds);
}
