using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Kernel.Chronos.Core;

/// <summary>
/// Reads JSON as leniently as Chronos does: numbers and booleans may be strings, what is of a wrong type counts as not
/// given
/// (chronos.md 3).
/// </summary>
internal static class LenientJson
{
    /// <summary>A member of an object, if it is there and not null.</summary>
    internal static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value : null;

    internal static string Text(this JsonElement json, string name, string otherwise = "") =>
        json.Member(name) is { } value ? value.AsText() ?? otherwise : otherwise;

    internal static bool Flag(this JsonElement json, string name, bool otherwise) => json.Member(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } value => string.Equals(value.GetString(), "true", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    internal static double Number(this JsonElement json, string name) =>
        json.Member(name) is { } value ? value.AsNumber() : 0;

    internal static long Integer(this JsonElement json, string name, long otherwise = 0)
    {
        if (json.Member(name) is not { } value)
        {
            return otherwise;
        }

        var number = value.AsNumber();
        return Math.Abs(number) < 9e18 ? (long)number : 0;
    }

    internal static ImmutableArray<T> Items<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(read)] : [];

    private static double AsNumber(this JsonElement value) =>
        double.TryParse(value.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    internal static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
