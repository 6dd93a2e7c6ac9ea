using System.Text.Json;
using Kernel.Model;

namespace Kernel.Runtime.Authorization;

/// <summary>
/// Reads the flag <c>--acls</c>: JSON, or the path of a file that has it. What is not understood is an error, also
/// where Mesos passes it over: a misspelt name would leave open what somebody meant to close.
/// </summary>
public static class AclsReading
{
    private const string Permissive = "permissive";
    private const string Principals = "principals";

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 8 };

    /// <summary>The ACLs that the flags say; without any, everything is allowed.</summary>
    /// <param name="acls">
    /// The flag <c>--acls</c>: JSON, or the absolute path of a file that has it; null: not given.
    /// </param>
    /// <param name="authorizer">What decides by them.</param>
    /// <param name="authorizerFlag">The flag that says so: agents call it <c>--authorizer</c>.</param>
    /// <exception cref="FormatException">A flag is wrong; the message names the flag, the list and the field.</exception>
    public static Acls Read(string? acls, string authorizer, string authorizerFlag = "authorizers")
    {
        if (authorizer != "local")
        {
            throw new FormatException(
                $"Failed to load flag '{authorizerFlag}': there is no authorizer '{authorizer}', only 'local'");
        }

        try
        {
            return acls is null ? Acls.Open : Parse(acls.StartsWith('/') ? File.ReadAllText(acls) : acls);
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Failed to load flag 'acls': {failure.Message}");
        }
    }

    /// <summary>Reads the JSON of ACLs.</summary>
    /// <exception cref="FormatException">It is not well formed; the message names the list and the field.</exception>
    public static Acls Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Json);
            return Parse(Object(document.RootElement, "the ACLs"));
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"The ACLs are no JSON: {malformed.Message}");
        }
    }

    private static Acls Parse(JsonElement root)
    {
        var isPermissive = true;
        var all = new List<KeyValuePair<AclAction, Acl>>();
        foreach (var field in root.EnumerateObject())
        {
            if (field.NameEquals(Permissive))
            {
                isPermissive = field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? field.Value.GetBoolean()
                    : throw new FormatException($"'{Permissive}' must be true or false");
            }
            else if (AclList.All.TryGetValue(field.Name, out var list))
            {
                all.AddRange(Elements(field.Value, field.Name).Select((acl, index) =>
                    KeyValuePair.Create(list.Action, AclOf(acl, list, $"{field.Name}[{index}]"))));
            }
            else
            {
                throw new FormatException($"There is no list of ACLs '{field.Name}'");
            }
        }

        return new(isPermissive, all);
    }

    private static Acl AclOf(JsonElement acl, AclList list, string place)
    {
        AclEntity? principals = null;
        AclEntity? objects = null;
        foreach (var field in Object(acl, place).EnumerateObject())
        {
            if (field.NameEquals(Principals))
            {
                principals = EntityOf(field.Value, AclObjects.Names, $"{place}.{Principals}");
            }
            else if (field.NameEquals(list.Field))
            {
                objects = EntityOf(field.Value, list.Objects, $"{place}.{list.Field}");
            }
            else
            {
                throw new FormatException($"'{place}' has no field '{field.Name}', only '{Principals}' and '{list.Field}'");
            }
        }

        return new(
            principals ?? throw new FormatException($"'{place}.{Principals}' is missing"),
            objects ?? throw new FormatException($"'{place}.{list.Field}' is missing"));
    }

    private static AclEntity EntityOf(JsonElement entity, AclObjects objects, string place)
    {
        var type = "SOME";
        List<string> values = [];
        foreach (var field in Object(entity, place).EnumerateObject())
        {
            switch (field.Name)
            {
                case "type":
                    type = Text(field.Value, $"{place}.type");
                    break;
                case "values":
                    var list = $"{place}.values";
                    values.AddRange(Elements(field.Value, list).Select(value => Text(value, list)));
                    break;
                default:
                    throw new FormatException($"'{place}' has no field '{field.Name}', only 'type' and 'values'");
            }
        }

        return type switch
        {
            "ANY" => AclEntity.Any,
            "NONE" => AclEntity.None,
            "SOME" => Some(values, objects, place),
            _ => throw new FormatException($"'{place}.type' must be SOME, ANY or NONE, not '{type}'"),
        };
    }

    private static AclEntity Some(List<string> values, AclObjects objects, string place) => objects switch
    {
        AclObjects.Names => AclEntity.Some(values),
        AclObjects.Roles => AclEntity.SomeRoles(values),
        AclObjects.Paths => values.Find(static path => !GuardedEndpoints.Paths.Contains(path)) is { } unknown
            ? throw new FormatException(
                $"'{place}.values' has '{unknown}', which cannot be guarded; only {string.Join(", ", GuardedEndpoints.Paths)} can")
            : AclEntity.Some(values),
        AclObjects.Whole => throw new FormatException($"'{place}.type' must be ANY or NONE"),
    };

    private static JsonElement Object(JsonElement element, string place) => element.ValueKind == JsonValueKind.Object
        ? element
        : throw new FormatException($"'{place}' must be an object");

    private static IEnumerable<JsonElement> Elements(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new FormatException($"'{place}' must be an array");

    private static string Text(JsonElement element, string place) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!
        : throw new FormatException($"'{place}' must be text");
}
