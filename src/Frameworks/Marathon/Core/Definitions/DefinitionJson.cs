using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>
/// The canonical JSON of apps and pods, which the API shows and the store keeps: one form for both, since it is the one
/// that has outlived every version of Marathon.
/// </summary>
public static class DefinitionJson
{
    private static readonly DefinitionContext Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes an app or pod as bytes.</summary>
    public static byte[] Write(RunSpec spec) => spec is AppDefinition app
        ? JsonSerializer.SerializeToUtf8Bytes(app, Context.AppDefinition)
        : JsonSerializer.SerializeToUtf8Bytes((PodDefinition)spec, Context.PodDefinition);

    /// <summary>Writes an app or pod into a larger document.</summary>
    public static void Write(Utf8JsonWriter writer, RunSpec spec)
    {
        if (spec is AppDefinition app)
        {
            JsonSerializer.Serialize(writer, app, Context.AppDefinition);
        }
        else
        {
            JsonSerializer.Serialize(writer, (PodDefinition)spec, Context.PodDefinition);
        }
    }

    /// <summary>An app or pod as a document that can be changed.</summary>
    public static JsonObject ToNode(RunSpec spec) => spec is AppDefinition app
        ? JsonSerializer.SerializeToNode(app, Context.AppDefinition)!.AsObject()
        : JsonSerializer.SerializeToNode((PodDefinition)spec, Context.PodDefinition)!.AsObject();

    /// <summary>Reads an app from JSON that has been checked.</summary>
    public static AppDefinition ReadApp(JsonNode node) => node.Deserialize(Context.AppDefinition)!;

    /// <summary>Reads a pod from JSON that has been checked.</summary>
    public static PodDefinition ReadPod(JsonNode node) => node.Deserialize(Context.PodDefinition)!;

    /// <summary>Reads an app or pod from the store.</summary>
    public static RunSpec Read(ReadOnlySpan<byte> json, bool pod) => pod
        ? JsonSerializer.Deserialize(json, Context.PodDefinition)!
        : JsonSerializer.Deserialize(json, Context.AppDefinition)!;

    /// <summary>Writes a health check, as events carry it.</summary>
    public static void Write(Utf8JsonWriter writer, HealthCheck check) =>
        JsonSerializer.Serialize(writer, check, Context.HealthCheck);
}

/// <summary>The types that are read and written as JSON.</summary>
[JsonSerializable(typeof(AppDefinition))]
[JsonSerializable(typeof(PodDefinition))]
internal sealed partial class DefinitionContext : JsonSerializerContext;
