using System.Globalization;
using System.Text.Json.Serialization;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// A version of an app or of the root group: a moment in whole milliseconds, written <c>2015-04-02T09:37:00.596Z</c>.
/// </summary>
/// <param name="Milliseconds">Milliseconds since the epoch.</param>
[JsonConverter(typeof(VersionJson))]
public readonly record struct Version(long Milliseconds) : IComparable<Version>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The version that a moment falls into.</summary>
    public static Version At(Moment moment) => new(moment.Nanoseconds / 1_000_000);

    /// <summary>Writes a moment as the API writes times.</summary>
    public static string Text(Moment moment) => At(moment).ToString();

    /// <summary>Reads an ISO 8601 time.</summary>
    public static bool TryParse(string text, out Version version)
    {
        var read = DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            && text.Contains('-', StringComparison.Ordinal);
        version = read ? new(time.ToUnixTimeMilliseconds()) : default;
        return read;
    }

    /// <summary>As a moment.</summary>
    public Moment Moment => new(Milliseconds * 1_000_000);

    /// <inheritdoc/>
    public int CompareTo(Version other) => Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>Whether one version is older.</summary>
    public static bool operator <(Version left, Version right) => left.Milliseconds < right.Milliseconds;

    /// <summary>Whether one version is newer.</summary>
    public static bool operator >(Version left, Version right) => left.Milliseconds > right.Milliseconds;

    /// <summary>Whether one version is not newer.</summary>
    public static bool operator <=(Version left, Version right) => left.Milliseconds <= right.Milliseconds;

    /// <summary>Whether one version is not older.</summary>
    public static bool operator >=(Version left, Version right) => left.Milliseconds >= right.Milliseconds;

    /// <inheritdoc/>
    public override string ToString() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds).UtcDateTime.ToString(
            Format, CultureInfo.InvariantCulture);
}
