using System.Globalization;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Protocol;

/// <summary>
/// The agent's <c>--resources</c> flag: <c>cpus:4;mem(web):2048;ports:[31000-32000];zones:{a,b}</c>, or a JSON array of
/// <c>Resource</c> (mesos.md 7.1).
/// </summary>
public static class ResourcesFlag
{
    /// <summary>Reads the flag.</summary>
    /// <param name="text">The flag's value.</param>
    /// <param name="defaultRole">The role of items that name none (<c>--default_role</c>).</param>
    /// <exception cref="FormatException">It is malformed; the message names the item.</exception>
    public static Resources Parse(string text, string defaultRole = Roles.Default)
    {
        try
        {
            var resources = text.TrimStart().StartsWith('[') ? FromJson(text) : FromText(text, defaultRole);
            RefuseSpecial(resources);
            return resources;
        }
        catch (InvalidResourceException invalid)
        {
            throw new FormatException($"Invalid resources '{text}': {invalid.Message}");
        }
        catch (MesosJsonException invalid)
        {
            throw new FormatException($"Invalid resources '{text}': {invalid.Message}");
        }
    }

    private static Resources FromJson(string json) => ResourceMapping.FromMessages(MesosJson.ParseMany<V1.Resource>(json));

    private static Resources FromText(string text, string defaultRole) => ResourceMapping.FromMessages(
        text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => ParseItem(item, defaultRole)));

    private static V1.Resource ParseItem(string item, string defaultRole)
    {
        var colon = item.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new FormatException($"Bad value for resources, missing or extra ':' in '{item}'");
        }

        var (name, role) = NameAndRole(item[..colon].Trim(), defaultRole);
        var resource = new V1.Resource { Name = name };
        if (role != Roles.Default)
        {
            resource.Reservations.Add(new V1.Resource.Types.ReservationInfo
            {
                Type = V1.Resource.Types.ReservationInfo.Types.Type.Static, Role = role,
            });
        }

        SetValue(resource, ValueText.Parse(item[(colon + 1)..], item));
        return resource;
    }

    private static (string Name, string Role) NameAndRole(string text, string defaultRole)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return (text, defaultRole);
        }

        if (!text.EndsWith(')') || open == 0)
        {
            throw new FormatException($"Bad value for resources, '(' and ')' do not match in '{text}'");
        }

        return (text[..open].Trim(), text[(open + 1)..^1].Trim());
    }

    private static void SetValue(V1.Resource resource, V1.Value value)
    {
        if (value.Type == V1.Value.Types.Type.Text)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"Bad type for resource '{resource.Name}': '{value.Text.Value}' is TEXT, not a number, ranges or a set"));
        }

        (resource.Type, resource.Scalar, resource.Ranges, resource.Set) = (value.Type, value.Scalar, value.Ranges, value.Set);
    }

    private static void RefuseSpecial(Resources resources)
    {
        foreach (var resource in resources)
        {
            if (resource.Kind.IsPersistentVolume || resource.Kind.Revocable || resource.Kind.IsDynamicallyReserved)
            {
                throw new FormatException(
                    $"Invalid resources: '{resource}' is a persistent volume, revocable or dynamically reserved, which an agent cannot declare");
            }

            if (resources.Any(other => other.Kind.Name == resource.Kind.Name && other.Kind.Type != resource.Kind.Type))
            {
                throw new FormatException($"Invalid resources: '{resource.Kind.Name}' is given with two types");
            }
        }
    }
}
