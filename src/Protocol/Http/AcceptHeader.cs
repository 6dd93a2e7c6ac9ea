using System.Globalization;

namespace Kernel.Protocol;

/// <summary>
/// An <c>Accept</c> header as Mesos reads it: a type is accepted if the header has it, its <c>type/*</c> or <c>*/*</c>, in that order, and not
/// with <c>q=0</c>. Other weights do not count.
/// </summary>
public static class AcceptHeader
{
    /// <summary>Whether a header accepts a media type; an absent one accepts all.</summary>
    public static bool Accepts(string? header, string mediaType)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return true;
        }

        var family = mediaType[..mediaType.IndexOf('/', StringComparison.Ordinal)] + "/*";
        return Verdict(header, mediaType) ?? Verdict(header, family) ?? Verdict(header, "*/*") ?? false;
    }

    private static bool? Verdict(string header, string range)
    {
        foreach (var item in header.Split(','))
        {
            var parts = item.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals(range, StringComparison.OrdinalIgnoreCase))
            {
                return !parts.Skip(1).Any(IsZeroWeight);
            }
        }

        return null;
    }

    private static bool IsZeroWeight(string parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && double.TryParse(parameter.AsSpan(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
        && weight == 0;
}
