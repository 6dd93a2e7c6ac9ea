using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Kernel.Chronos.Core;

/// <summary>
/// The start of a schedule: an ISO 8601 date, with or without a time, fractions of a second and an offset.
/// </summary>
internal static partial class ScheduleStart
{
    /// <summary>Reads a start.</summary>
    /// <param name="text">The date and time.</param>
    /// <param name="zone">The zone in which the text's own fields are meant, whatever its offset says; null: that of
    /// its offset, or UTC.</param>
    /// <returns>Null if it is none.</returns>
    internal static ZonedDateTime? Parse(string text, DateTimeZone? zone)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return null;
        }

        try
        {
            var local = new LocalDateTime(
                Number(match, "y", 0),
                Number(match, "mo", 1),
                Number(match, "d", 1),
                Number(match, "h", 0),
                Number(match, "mi", 0),
                Number(match, "s", 0))
                .PlusNanoseconds(Fraction(match.Groups["f"].Value));
            return local.InZoneLeniently(zone ?? Zone(match));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes a start as Chronos does: milliseconds, and <c>Z</c> for no offset.</summary>
    internal static string Write(ZonedDateTime start)
    {
        var offset = start.Offset == Offset.Zero ? "Z" : start.Offset.ToString("m", CultureInfo.InvariantCulture);
        return start.LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + offset;
    }

    private static DateTimeZone Zone(Match match)
    {
        if (!match.Groups["oh"].Success)
        {
            return DateTimeZone.Utc;
        }

        var minutes = (Number(match, "oh", 0) * 60) + Number(match, "om", 0);
        return DateTimeZone.ForOffset(Offset.FromSeconds((match.Groups["sign"].Value == "-" ? -60 : 60) * minutes));
    }

    private static int Number(Match match, string group, int otherwise) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    private static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """^(?<y>[0-9]{4})(?:-(?<mo>[0-9]{2})(?:-(?<d>[0-9]{2}))?)?(?:T(?:(?<h>[0-9]{2})(?::?(?<mi>[0-9]{2})(?::?(?<s>[0-9]{2})(?:[.,](?<f>[0-9]{1,9})[0-9]*)?)?)?)?(?:Z|(?<sign>[+-])(?<oh>[0-9]{2})(?::?(?<om>[0-9]{2}))?)?)?$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
