using System.Text.Json;

namespace Kernel.Tests.Conformance.Samples;

/// <summary>Compares JSON texts by what they mean.</summary>
internal static class JsonShape
{
    /// <summary>
    /// Where two values differ, in words; null if they mean the same. Numbers are compared by value; an empty array or an absent
    /// field mean the same to every reader of protobuf JSON. <c>agent_info.checkpoint</c> is passed over: Mesos's JSON answers
    /// show it although the v1 message has no such field.
    /// </summary>
    public static string? Difference(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (expected.ValueKind != actual.ValueKind)
        {
            return $"{path}: {expected.ValueKind} became {actual.ValueKind}";
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Object => ObjectDifference(expected, actual, path),
            JsonValueKind.Array => ArrayDifference(expected, actual, path),
            JsonValueKind.Number => SameNumber(expected, actual) ? null : $"{path}: {expected} became {actual}",
            JsonValueKind.String => expected.GetString() == actual.GetString() ? null : $"{path}: '{expected}' became '{actual}'",
            _ => null,
        };
    }

    /// <summary>The first field of the one that the other lacks or has with another type; null if there is none.</summary>
    public static string? MissingField(JsonElement expected, JsonElement actual, string[] without, string path = "$")
    {
        if (Kind(expected) != Kind(actual))
        {
            return $"{path}: {expected.ValueKind} became {actual.ValueKind}";
        }

        return expected.ValueKind != JsonValueKind.Object ? null : expected.EnumerateObject()
            .Where(field => !without.Contains(field.Name, StringComparer.Ordinal))
            .Select(field => actual.TryGetProperty(field.Name, out var other)
                ? MissingField(field.Value, other, without, $"{path}.{field.Name}")
                : $"{path}.{field.Name} is missing")
            .FirstOrDefault(static missing => missing is not null);
    }

    private static JsonValueKind Kind(JsonElement value) =>
        value.ValueKind == JsonValueKind.False ? JsonValueKind.True : value.ValueKind;

    private static string? ObjectDifference(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var property in expected.EnumerateObject().Where(static property => !IsEmptyArray(property.Value)))
        {
            if (property.Name == "checkpoint" && path.EndsWith(".agent_info", StringComparison.Ordinal))
            {
                continue;
            }

            if (!actual.TryGetProperty(property.Name, out var other))
            {
                return $"{path}.{property.Name} is missing";
            }

            if (Difference(property.Value, other, $"{path}.{property.Name}") is { } difference)
            {
                return difference;
            }
        }

        return actual.EnumerateObject()
            .Where(property => !IsEmptyArray(property.Value) && !expected.TryGetProperty(property.Name, out _))
            .Select(property => $"{path}.{property.Name} is too much")
            .FirstOrDefault();
    }

    private static string? ArrayDifference(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return $"{path}: {expected.GetArrayLength()} elements became {actual.GetArrayLength()}";
        }

        return Enumerable.Range(0, expected.GetArrayLength())
            .Select(i => Difference(expected[i], actual[i], $"{path}[{i}]"))
            .FirstOrDefault(static difference => difference is not null);
    }

    private static bool IsEmptyArray(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static bool SameNumber(JsonElement expected, JsonElement actual) =>
        expected.GetRawText() == actual.GetRawText()
        || (IsDouble(expected) && expected.GetDouble() == actual.GetDouble());

    private static bool IsDouble(JsonElement number) => number.GetRawText().AsSpan().ContainsAny(".eE");
}
