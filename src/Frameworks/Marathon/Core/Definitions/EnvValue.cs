using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>The value of an environment variable: a text, or the name of a secret.</summary>
/// <param name="Text">The value; null if it is a secret's.</param>
/// <param name="Secret">The name of the secret.</param>
[JsonConverter(typeof(EnvValueJson))]
public sealed record EnvValue(string? Text, string? Secret);

/// <summary>A text, or <c>{"secret": name}</c>.</summary>
public sealed class EnvValueJson : JsonConverter<EnvValue>
{
    /// <inheritdoc/>
    public override EnvValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new(reader.GetString(), null);
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return new(null, document.RootElement.GetProperty("secret").GetString());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EnvValue value, JsonSerializerOptions options)
    {
        if (value.Secret is null)
        {
            writer.WriteStringValue(value.Text);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("secret", value.Secret);
        writer.WriteEndObject();
    }
}

/// <summary>A number, or <c>unlimited</c>.</summary>
public sealed class LimitJson : JsonConverter<double?>
{
    /// <inheritdoc/>
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? double.PositiveInfinity : reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (double.IsPositiveInfinity(value!.Value))
        {
            writer.WriteStringValue("unlimited");
        }
        else
        {
            writer.WriteNumberValue(value.Value);
        }
    }
}
