using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Kernel.Chronos.Core;

/// <summary>
/// The time between two occurrences, an ISO 8601 period. Its years to days count on the calendar of the schedule's
/// zone, so that
/// <c>P1D</c> keeps the hour over a change to summer time; its hours to seconds count on the clock, so that
/// <c>PT24H</c> does not.
/// </summary>
public sealed partial class SchedulePeriod
{
    private const int Furthest = 100_000_000;

    private readonly long months;
    private readonly long days;
    private readonly Duration time;

    private SchedulePeriod(string text, long months, long days, Duration time) =>
        (Text, this.months, this.days, this.time) = (text, months, days, time);

    /// <summary>The period as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether an occurrence would follow at once.</summary>
    public bool IsZero => months == 0 && days == 0 && time == Duration.Zero;

    /// <summary>Reads a period; <c>P</c> alone is that of a job that runs once.</summary>
    /// <returns>Null if it is none.</returns>
    public static SchedulePeriod? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var seconds = match.Groups["s"].Success
            ? decimal.Parse(match.Groups["s"].ValueSpan.ToString().Replace(',', '.'), CultureInfo.InvariantCulture) : 0;
        var clock = (((Number(match, "h") * 60) + Number(match, "min")) * 60 * 1_000_000_000m) + (seconds * 1_000_000_000m);
        return new(
            text,
            (Number(match, "y") * 12) + Number(match, "m"),
            (Number(match, "w") * 7) + Number(match, "d"),
            FromNanoseconds(clock));
    }

    /// <summary>The moment that lies a number of periods after a start; null if that is beyond the calendar.</summary>
    /// <remarks>
    /// Counted from the start and not step by step, so that a month after a month after January 31 is March 31.
    /// </remarks>
    public ZonedDateTime? After(ZonedDateTime start, long count)
    {
        try
        {
            var at = start;
            if (months != 0 || days != 0)
            {
                if (checked(months * count) > Furthest || checked(days * count) > Furthest)
                {
                    return null;
                }

                var local = start.LocalDateTime.PlusMonths((int)(months * count)).PlusDays((int)(days * count));
                at = local.InZoneLeniently(start.Zone);
            }

            return at + (time * count);
        }
        catch (Exception failure) when (failure is OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static long Number(Match match, string group) =>
        match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static Duration FromNanoseconds(decimal nanoseconds) =>
        Duration.FromNanoseconds((long)Math.Min(nanoseconds, long.MaxValue));

    [GeneratedRegex(
        """^P(?:(?<y>[0-9]{1,6})Y)?(?:(?<m>[0-9]{1,6})M)?(?:(?<w>[0-9]{1,6})W)?(?:(?<d>[0-9]{1,6})D)?(?:T(?:(?<h>[0-9]{1,9})H)?(?:(?<min>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9}(?:[.,][0-9]{1,9})?)S)?)?$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
