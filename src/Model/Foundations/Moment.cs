namespace Kernel.Model;

/// <summary>
/// A point in time, in nanoseconds since the Unix epoch. Cores are given moments and never read a clock, so that the
/// simulator can move time as it likes.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct Moment(long Nanoseconds) : IComparable<Moment>
{
    /// <summary>The Unix epoch.</summary>
    public static readonly Moment Epoch = new(0);

    /// <summary>The end of time: a deadline that never comes.</summary>
    public static readonly Moment Never = new(long.MaxValue);

    /// <summary>Seconds since the epoch, as the JSON of Mesos writes times.</summary>
    public double Seconds => Nanoseconds / 1e9;

    /// <summary>The moment that <paramref name="seconds"/> after the epoch is.</summary>
    public static Moment FromSeconds(double seconds) => new((long)(seconds * 1e9));

    /// <summary>The moment of a wall-clock time.</summary>
    public static Moment From(DateTimeOffset time) => new((time - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>This moment as a wall-clock time, truncated to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / 100);

    /// <inheritdoc/>
    public int CompareTo(Moment other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The moment a span later; saturates at <see cref="Never"/>.</summary>
    public static Moment operator +(Moment moment, TimeSpan span)
    {
        var sum = (Int128)moment.Nanoseconds + ((Int128)span.Ticks * 100);
        return new(sum > long.MaxValue ? long.MaxValue : (long)sum);
    }

    /// <summary>The span from <paramref name="earlier"/> to <paramref name="later"/>.</summary>
    public static TimeSpan operator -(Moment later, Moment earlier) =>
        TimeSpan.FromTicks((long)(((Int128)later.Nanoseconds - earlier.Nanoseconds) / 100));

    /// <summary>Whether one moment comes before another.</summary>
    public static bool operator <(Moment left, Moment right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether one moment comes after another.</summary>
    public static bool operator >(Moment left, Moment right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether one moment does not come after another.</summary>
    public static bool operator <=(Moment left, Moment right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether one moment does not come before another.</summary>
    public static bool operator >=(Moment left, Moment right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public override string ToString() => this == Never ? "never" : ToDateTimeOffset().ToString("O");
}
