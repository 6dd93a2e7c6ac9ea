using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>A version in JSON is its text.</summary>
public sealed class VersionJson : JsonConverter<Version>
{
    /// <inheritdoc/>
    public override Version Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Version.TryParse(reader.GetString()!, out var version) ? version
            : throw new JsonException("a time is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Version value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
