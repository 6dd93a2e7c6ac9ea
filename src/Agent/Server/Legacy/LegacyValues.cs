using System.Text.Json;
using Kernel.Model;
using Kernel.Protocol;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Legacy;

/// <summary>Values as the legacy JSON of Mesos writes them (src/common/http.cpp).</summary>
public static class LegacyValues
{
    private static readonly string[] Always = ["disk", "mem", "gpus", "cpus"];

    /// <summary>Writes sums of resources by name; the four that everybody has are always there.</summary>
    public static void Write(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartObject(name);
        WriteSums(json, resources);
        json.WriteEndObject();
    }

    /// <summary>Writes sums of resources for each role that they are reserved for.</summary>
    public static void WriteByRole(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartObject(name);
        foreach (var role in Reserved(resources).Order(StringComparer.Ordinal))
        {
            Write(json, role, resources.ReservedFor(role));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes resources as messages for each role that they are reserved for.</summary>
    public static void WriteFullByRole(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartObject(name);
        foreach (var role in Reserved(resources).Order(StringComparer.Ordinal))
        {
            WriteFull(json, role, resources.ReservedFor(role));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes resources as messages, in the formats before and after reservation refinement at once.</summary>
    public static void WriteFull(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartArray(name);
        foreach (var resource in resources)
        {
            var refined = resource.ToMessage();
            if (refined.Reservations.Count < 2)
            {
                var plain = resource.ToPreRefinement();
                plain.Reservations.Add(refined.Reservations);
                refined = plain;
            }

            MesosJson.Write(json, refined);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes attributes: numbers, ranges as text, text.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<V1.Attribute> attributes)
    {
        json.WriteStartObject(name);
        foreach (var attribute in attributes.DistinctBy(static attribute => attribute.Name))
        {
            switch (attribute.Type)
            {
                case V1.Value.Types.Type.Scalar: json.WriteNumber(attribute.Name, attribute.Scalar.Value); break;
                case V1.Value.Types.Type.Ranges:
                    json.WriteString(attribute.Name, ResourceMapping.FromMessage(attribute.Ranges).ToString()); break;
                default: json.WriteString(attribute.Name, attribute.Text?.Value ?? ""); break;
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes labels, if there are any.</summary>
    public static void Write(Utf8JsonWriter json, string name, V1.Labels? labels)
    {
        if (labels is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var label in labels.Labels_)
        {
            json.WriteStartObject();
            json.WriteString("key", label.Key);
            if (label.HasValue)
            {
                json.WriteString("value", label.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a message in the JSON of the v1 API, if it is set.</summary>
    public static void Write(Utf8JsonWriter json, string name, Google.Protobuf.IMessage? message)
    {
        if (message is not null)
        {
            json.WritePropertyName(name);
            MesosJson.Write(json, message);
        }
    }

    private static IEnumerable<string> Reserved(Resources resources) => resources
        .Where(static resource => !resource.Kind.IsUnreserved)
        .Select(static resource => resource.Kind.ReservedRole ?? Roles.Default)
        .Distinct(StringComparer.Ordinal);

    private static void WriteSums(Utf8JsonWriter json, Resources resources)
    {
        foreach (var name in Always)
        {
            json.WriteNumber(name, resources.Scalar(name));
        }

        foreach (var group in resources.NonRevocable.GroupBy(static resource => resource.Kind.Name))
        {
            var sum = group.First();
            switch (sum.Kind.Type)
            {
                case ResourceType.Scalar when Always.Contains(group.Key, StringComparer.Ordinal): break;
                case ResourceType.Scalar: json.WriteNumber(group.Key, resources.Scalar(group.Key)); break;
                case ResourceType.Ranges: json.WriteString(group.Key, resources.Ranges(group.Key).ToString()); break;
                case ResourceType.Set:
                    json.WriteString(group.Key, $"{{{string.Join(", ", group.SelectMany(static resource =>
                        resource.Items).Distinct(StringComparer.Ordinal))}}}");
                    break;
            }
        }
    }
}
