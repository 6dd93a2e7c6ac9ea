using System.Text.Json;
using Google.Protobuf;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Reads;
using Kernel.Model;
using Kernel.Protocol;
using V1 = Mesos.V1;

namespace Kernel.Master.Server.Legacy;

/// <summary>Values as the legacy JSON of Mesos writes them (src/common/http.cpp).</summary>
internal static class LegacyValues
{
    /// <summary>Bags as sums by name; the four that everybody has are always there.</summary>
    public static readonly ResourcesMemo Sums = new(static resources => RawJson.Bytes(json => WriteSums(json, resources)));

    private static readonly string[] Always = ["disk", "mem", "gpus", "cpus"];

    private static readonly ResourcesMemo SumsByRole = new(static resources => RawJson.Bytes(json => WriteSumsByRole(json, resources)));

    /// <summary>Writes a double as Mesos does.</summary>
    public static void Write(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        MesosJson.Write(json, value);
    }

    /// <summary>Writes a text, if there is one.</summary>
    public static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes a message in the JSON of the v1 API, if it is set.</summary>
    public static void WriteIfAny(Utf8JsonWriter json, string name, IMessage? message)
    {
        if (message is not null)
        {
            json.WritePropertyName(name);
            MesosJson.Write(json, message);
        }
    }

    /// <summary>Writes texts as an array.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes sums of resources by name; the four that everybody has are always there.</summary>
    public static void Write(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Sums.Of(resources), skipInputValidation: true);
    }

    /// <summary>Writes sums of resources for each role that they are reserved for.</summary>
    public static void WriteByRole(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(SumsByRole.Of(resources), skipInputValidation: true);
    }

    /// <summary>Writes resources as messages for each role that they are reserved for.</summary>
    public static void WriteFullByRole(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartObject(name);
        foreach (var role in ReservedRoles(resources))
        {
            WriteFull(json, role, resources.ReservedFor(role));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes resources as messages.</summary>
    public static void WriteFull(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartArray(name);
        foreach (var resource in resources)
        {
            for (var copy = 0; copy < resource.Copies; copy++)
            {
                MesosJson.Write(json, resource.ToEndpointFormat());
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes attributes; of several with one name the last counts.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<V1.Attribute> attributes)
    {
        json.WriteStartObject("attributes");
        foreach (var attribute in attributes.Reverse().DistinctBy(static attribute => attribute.Name).Reverse())
        {
            switch (attribute.Type)
            {
                case V1.Value.Types.Type.Scalar:
                    Write(json, attribute.Name, attribute.Scalar?.Value ?? 0);
                    break;
                case V1.Value.Types.Type.Ranges:
                    json.WriteString(attribute.Name, ResourceMapping.FromMessage(attribute.Ranges).ToString());
                    break;
                default:
                    json.WriteString(attribute.Name, attribute.Text?.Value ?? "");
                    break;
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Writes labels as an array, if the message is set.</summary>
    public static void Write(Utf8JsonWriter json, string name, V1.Labels? labels)
    {
        if (labels is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var label in labels.Labels_)
        {
            MesosJson.Write(json, label);
        }

        json.WriteEndArray();
    }

    private static void WriteSums(Utf8JsonWriter json, Resources resources)
    {
        json.WriteStartObject();
        foreach (var one in Always)
        {
            Write(json, one, resources.NonRevocable.Scalar(one));
        }

        foreach (var group in resources.GroupBy(NameOf, StringComparer.Ordinal))
        {
            if (!Always.Contains(group.Key, StringComparer.Ordinal))
            {
                Write(json, group.Key, Resources.Of(group), group.First().Kind);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteSumsByRole(Utf8JsonWriter json, Resources resources)
    {
        json.WriteStartObject();
        foreach (var role in ReservedRoles(resources))
        {
            Write(json, role, resources.ReservedFor(role));
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> ReservedRoles(Resources resources) => resources
        .Select(static resource => resource.Kind.ReservedRole!)
        .Where(static role => role is not null)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static string NameOf(Resource resource) =>
        resource.Kind.Revocable ? resource.Kind.Name + "_revocable" : resource.Kind.Name;

    private static void Write(Utf8JsonWriter json, string name, Resources resources, ResourceKind kind)
    {
        switch (kind.Type)
        {
            case ResourceType.Scalar:
                Write(json, name, resources.Scalar(kind.Name));
                break;
            case ResourceType.Ranges:
                json.WriteString(name, resources.Ranges(kind.Name).ToString());
                break;
            case ResourceType.Set:
                var items = resources.SelectMany(static resource => resource.Items).Distinct(StringComparer.Ordinal);
                json.WriteString(name, $"{{{string.Join(", ", items)}}}");
                break;
        }
    }
}
