using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>Reads fields that may be absent.</summary>
internal static class Json
{
    /// <summary>A field's text; null if it is absent.</summary>
    public static string? Text(this JsonElement element, string field) =>
        element.Field(field) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A field's number; 0 if it is absent.</summary>
    public static double Number(this JsonElement element, string field) =>
        element.Field(field) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;

    /// <summary>Whether a field is there and true.</summary>
    public static bool Flag(this JsonElement element, string field) =>
        element.Field(field) is { ValueKind: JsonValueKind.True };

    /// <summary>A field's elements; none if it is absent.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string field) =>
        element.Field(field) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : [];

    /// <summary>An object's fields; none if it is no object.</summary>
    public static IEnumerable<JsonProperty> Properties(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : [];

    /// <summary>A field; null if it is absent.</summary>
    public static JsonElement? Field(this JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out var value) ? value : null;

    /// <summary>An amount of a resource in a legacy resources object.</summary>
    public static double Resource(this JsonElement element, string resources, string name) =>
        element.Field(resources) is { } found ? found.Number(name) : 0;
}
