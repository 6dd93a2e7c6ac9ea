using System.Runtime.CompilerServices;
using System.Text.Json;
using Kernel.Marathon.Core;

namespace Kernel.Marathon.Server;

/// <summary>
/// Apps and pods as the API shows them. The document of a definition is made once, since definitions do not change.
/// </summary>
internal static class SpecJson
{
    private static readonly ConditionalWeakTable<RunSpec, JsonDocument> Documents = [];

    /// <summary>Writes an app or pod.</summary>
    internal static void Write(Utf8JsonWriter writer, RunSpec spec)
    {
        writer.WriteStartObject();
        WriteMembers(writer, spec);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members of an app or pod into an object that has been begun.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, RunSpec spec)
    {
        var document = Documents.GetValue(spec, static spec => JsonDocument.Parse(DefinitionJson.Write(spec)));
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!member.Name.StartsWith('$'))
            {
                member.WriteTo(writer);
            }
        }
    }
}
