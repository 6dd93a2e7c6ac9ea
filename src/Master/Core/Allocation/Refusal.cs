namespace Kernel.Master.Core.Allocation;

/// <summary>How long a framework does not want to be offered again what it did not use.</summary>
/// <param name="Span">The time; zero refuses nothing.</param>
public readonly record struct Refusal(TimeSpan Span)
{
    /// <summary>What an accept or decline without filters means: 5 s (Mesos: Filters.refuse_seconds).</summary>
    public static readonly Refusal Default = new(TimeSpan.FromSeconds(5));

    /// <summary>The longest refusal: 365 days.</summary>
    public static readonly Refusal Longest = new(TimeSpan.FromDays(365));

    /// <summary>
    /// What <c>refuse_seconds</c> means: more than 365 days are 365 days, a negative number or none is
    /// <see cref="Default"/> (Mesos: HierarchicalAllocatorProcess::recoverResources).
    /// </summary>
    public static Refusal FromSeconds(double seconds) =>
        double.IsNaN(seconds) || seconds < 0 ? Default
        : seconds > Longest.Span.TotalSeconds ? Longest
        : new(TimeSpan.FromSeconds(seconds));
}
