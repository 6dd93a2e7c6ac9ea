using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>What happens to an instance whose agent cannot be reached.</summary>
/// <param name="Enabled">False: it is waited for without end.</param>
/// <param name="InactiveAfterSeconds">After this it is no longer counted, and replaced.</param>
/// <param name="ExpungeAfterSeconds">After this it is forgotten, and killed should it return.</param>
[JsonConverter(typeof(UnreachableStrategyJson))]
public sealed record UnreachableStrategy(bool Enabled, long InactiveAfterSeconds, long ExpungeAfterSeconds)
{
    /// <summary>Replaced and forgotten at once.</summary>
    public static readonly UnreachableStrategy Default = new(true, 0, 0);

    /// <summary>Waited for without end.</summary>
    public static readonly UnreachableStrategy Disabled = new(false, 0, 0);
}

/// <summary>The text <c>disabled</c>, or an object.</summary>
public sealed class UnreachableStrategyJson : JsonConverter<UnreachableStrategy>
{
    /// <inheritdoc/>
    public override UnreachableStrategy Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.String
            ? UnreachableStrategy.Disabled
            : new(true, Seconds(document.RootElement, "inactiveAfterSeconds"), Seconds(
                document.RootElement, "expungeAfterSeconds"));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UnreachableStrategy value, JsonSerializerOptions options)
    {
        if (!value.Enabled)
        {
            writer.WriteStringValue("disabled");
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("inactiveAfterSeconds", value.InactiveAfterSeconds);
        writer.WriteNumber("expungeAfterSeconds", value.ExpungeAfterSeconds);
        writer.WriteEndObject();
    }

    private static long Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
