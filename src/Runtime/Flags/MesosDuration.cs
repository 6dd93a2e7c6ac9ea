using System.Globalization;

namespace Kernel.Runtime.Flags;

/// <summary>Durations as Mesos's flags write them: <c>15secs</c>, <c>1.5mins</c>, <c>2weeks</c> (stout: duration.hpp).</summary>
public static class MesosDuration
{
    private static readonly (string Unit, double Nanoseconds)[] Units =
    [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("secs", 1e9), ("mins", 60e9), ("hrs", 3600e9), ("days", 86400e9), ("weeks", 604800e9),
    ];

    /// <summary>Reads a duration: a number and a unit, with nothing between them.</summary>
    /// <exception cref="FormatException">It is none; the message names the text and the units.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var span)
            ? span
            : throw new FormatException(
                $"Invalid duration '{text}': expected a number and one of ns, us, ms, secs, mins, hrs, days, weeks");

    /// <summary>Reads a duration, if it is one.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        var digits = text.TakeWhile(static c => char.IsAsciiDigit(c) || c is '.' or '-' or '+').Count();
        if (!double.TryParse(text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        foreach (var (unit, nanoseconds) in Units)
        {
            if (text.AsSpan(digits).SequenceEqual(unit) && Math.Abs(number * nanoseconds) < long.MaxValue)
            {
                span = TimeSpan.FromTicks((long)(number * nanoseconds / 100));
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a duration with the largest unit that leaves a whole number.</summary>
    public static string Write(TimeSpan span)
    {
        var nanoseconds = span.Ticks * 100.0;
        for (var i = Units.Length - 1; i >= 0; i--)
        {
            var number = nanoseconds / Units[i].Nanoseconds;
            if (number == Math.Floor(number) && (number != 0 || i == 3))
            {
                return number.ToString("R", CultureInfo.InvariantCulture) + Units[i].Unit;
            }
        }

        return nanoseconds.ToString("R", CultureInfo.InvariantCulture) + "ns";
    }
}
