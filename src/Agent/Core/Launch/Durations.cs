using System.Globalization;

namespace Kernel.Agent.Core;

/// <summary>
/// Durations as Mesos writes them: in the largest unit that keeps the number whole (stout: duration.hpp).
/// </summary>
public static class Durations
{
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("weeks", TimeSpan.TicksPerDay * 7), ("days", TimeSpan.TicksPerDay), ("hrs", TimeSpan.TicksPerHour),
        ("mins", TimeSpan.TicksPerMinute), ("secs", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
    ];

    /// <summary>The text, such as <c>15mins</c>.</summary>
    public static string Write(TimeSpan duration)
    {
        foreach (var (name, ticks) in Units)
        {
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0)
            {
                return (duration.Ticks / ticks).ToString(CultureInfo.InvariantCulture) + name;
            }
        }

        return (duration.Ticks * 100).ToString(CultureInfo.InvariantCulture) + "ns";
    }
}
