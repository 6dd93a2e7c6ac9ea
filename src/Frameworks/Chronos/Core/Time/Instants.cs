using Kernel.Model;
using NodaTime;

namespace Kernel.Chronos.Core;

/// <summary>Between the moments of the loop and the instants of the calendar.</summary>
internal static class Instants
{
    private static readonly Instant Last = Instant.FromUnixTimeTicks(long.MaxValue / 100);

    /// <summary>The instant of a moment.</summary>
    internal static Instant Of(Moment moment) => Instant.FromUnixTimeTicks(moment.Nanoseconds / 100);

    /// <summary>The moment of an instant; <see cref="Moment.Never"/> for what a moment cannot hold.</summary>
    internal static Moment ToMoment(Instant instant) =>
        instant >= Last ? Moment.Never
        : instant < Instant.FromUnixTimeTicks(0) ? Moment.Epoch
        : new((long)(instant - Instant.FromUnixTimeTicks(0)).ToInt64Nanoseconds());

    /// <summary>Milliseconds since the epoch.</summary>
    internal static long Milliseconds(this Moment moment) => moment.Nanoseconds / 1_000_000;

    /// <summary>A moment as Chronos writes dates, for instance <c>2014-03-08T16:57:17.507Z</c>.</summary>
    internal static string Write(Moment moment) => ScheduleStart.Write(Of(moment).InUtc());
}
