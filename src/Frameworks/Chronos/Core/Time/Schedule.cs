using System.Globalization;
using System.Text.RegularExpressions;
using Kernel.Model;
using NodaTime;

namespace Kernel.Chronos.Core;

/// <summary>
/// When a job runs: <c>R[n]/[start]/period</c>. The next occurrence is counted from an anchor, so that nothing drifts;
/// the text that
/// clients see is rewritten after each launch (chronos.md 4).
/// </summary>
public sealed partial class Schedule
{
    /// <summary>The count of a schedule without end.</summary>
    public const long Forever = -1;

    private const long FurthestIndex = 1L << 40;

    private readonly ZonedDateTime anchor;

    private Schedule(string text, string timeZone, long count, ZonedDateTime anchor, long index, SchedulePeriod period)
    {
        (Text, TimeZone, Count, this.anchor, Index, Period) = (text, timeZone, count, anchor, index, period);
        Start = Occurrence(index);
    }

    /// <summary>The schedule as clients see it.</summary>
    public string Text { get; }

    /// <summary>The zone as it was given; empty if none was.</summary>
    public string TimeZone { get; }

    /// <summary>How many runs are left; <see cref="Forever"/> if there is no end.</summary>
    public long Count { get; }

    /// <summary>The next occurrence; <see cref="Moment.Never"/> if it lies beyond the calendar.</summary>
    public Moment Start { get; }

    /// <summary>The time between two occurrences.</summary>
    public SchedulePeriod Period { get; }

    /// <summary>How many periods the next occurrence lies after the anchor.</summary>
    public long Index { get; }

    /// <summary>The schedule that begins at the anchor, to be stored beside <see cref="Index"/>.</summary>
    public string AnchorText => Write(Count, anchor, Period);

    /// <summary>Whether an occurrence is left.</summary>
    public bool HasOccurrence => Count != 0 && Start != Moment.Never;

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">The schedule; an empty start means a second ago.</param>
    /// <param name="timeZone">The zone that the start's fields are meant in; empty: as the start says.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null if it cannot be parsed.</returns>
    public static Schedule? Parse(string text, string timeZone, Moment now)
    {
        var match = Pattern().Match(text);
        if (!match.Success
            || SchedulePeriod.Parse(match.Groups["period"].Value) is not { } period
            || CountOf(match.Groups["n"].Value) is not { } count)
        {
            return null;
        }

        var zone = timeZone.Length > 0 ? TimeZones.Of(timeZone) : null;
        var start = match.Groups["start"].Value;
        var anchor = start.Length > 0
            ? ScheduleStart.Parse(start, zone)
            : Instants.Of(now + TimeSpan.FromSeconds(-1)).InZone(zone ?? DateTimeZone.Utc);
        return anchor is { } found ? new(text, timeZone, count, found, 0, period) : null;
    }

    /// <summary>The schedule of a job that is to run once, at once.</summary>
    public static Schedule Once(Moment now)
    {
        var anchor = Instants.Of(now).InUtc();
        var period = SchedulePeriod.Parse("PT24H");
        Invariant.Holds(period is not null, "a day is a period");
        return new(Write(1, anchor, period), "", 1, anchor, 0, period);
    }

    /// <summary>A schedule as it was stored.</summary>
    /// <param name="text">What clients see.</param>
    /// <param name="timeZone">The zone.</param>
    /// <param name="anchorText">The schedule that begins at the anchor.</param>
    /// <param name="index">How many periods the next occurrence lies after it.</param>
    public static Schedule? Restore(string text, string timeZone, string anchorText, long index) =>
        Parse(anchorText, timeZone, Moment.Epoch) is { } anchored
            ? new(text, timeZone, anchored.Count, anchored.anchor, index, anchored.Period)
            : null;

    /// <summary>
    /// The schedule after a launch: one run fewer, and the next occurrence lies in the future. Those that were missed
    /// are one late run,
    /// which this launch was.
    /// </summary>
    public Schedule AfterLaunch(Moment now)
    {
        var count = Count > 0 ? Count - 1 : Count;
        var index = Period.IsZero ? Index : FirstAfter(now);
        var start = Period.After(anchor, index) ?? anchor;
        return new(Write(count, start, Period), TimeZone, count, anchor, index, Period);
    }

    private static string Write(long count, ZonedDateTime start, SchedulePeriod period) =>
        $"R{(count >= 0 ? count.ToString(CultureInfo.InvariantCulture) : "")}/{ScheduleStart.Write(start)}/{period.Text}";

    private static long? CountOf(string digits) =>
        digits.Length == 0 ? Forever
        : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : null;

    private Moment Occurrence(long index) =>
        Period.After(anchor, index) is { } at ? Instants.ToMoment(at.ToInstant()) : Moment.Never;

    /// <summary>
    /// The first occurrence after a moment, found by doubling and halving: a period may be two seconds, and the start
    /// years ago.
    /// </summary>
    private long FirstAfter(Moment now)
    {
        long below = Index, above = Index + 1;
        if (Occurrence(below) > now)
        {
            return below;
        }

        for (long step = 1; Occurrence(above) <= now && above < FurthestIndex; step *= 2)
        {
            (below, above) = (above, above + step);
        }

        while (above - below > 1)
        {
            var middle = below + ((above - below) / 2);
            (below, above) = Occurrence(middle) <= now ? (middle, above) : (below, middle);
        }

        return above;
    }

    [GeneratedRegex("^R(?<n>[0-9]*)/(?<start>.*)/(?<period>P.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
