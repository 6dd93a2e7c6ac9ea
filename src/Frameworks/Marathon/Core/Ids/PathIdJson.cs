using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>A path in JSON is its text.</summary>
public sealed class PathIdJson : JsonConverter<PathId>
{
    /// <inheritdoc/>
    public override PathId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PathId.Of(reader.GetString()!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PathId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
