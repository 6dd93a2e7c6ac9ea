namespace Kernel.Master.Core;

/// <summary>A framework's <c>failover_timeout</c>, which it gives in seconds.</summary>
public static class FailoverTimeouts
{
    /// <summary>The longest span that 64 bits of nanoseconds hold, in seconds; Mesos refuses more.</summary>
    public const double SecondsMax = 9_223_372_036;

    /// <summary>Whether a number of seconds can be a failover timeout.</summary>
    public static bool IsValid(double seconds) => !double.IsNaN(seconds) && Math.Abs(seconds) <= SecondsMax;

    /// <summary>The span of a valid number of seconds; less than none is none.</summary>
    public static TimeSpan Read(double seconds) => TimeSpan.FromSeconds(Math.Max(0, seconds));
}
