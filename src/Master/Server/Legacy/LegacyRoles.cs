using System.Text.Json;
using Kernel.Master.Server.Reads;
using Kernel.Model;

namespace Kernel.Master.Server.Legacy;

/// <summary><c>/roles</c>: every role with its quota, weight and resources.</summary>
internal static class LegacyRoles
{
    /// <summary>Writes the roles.</summary>
    public static void Write(Utf8JsonWriter json, MasterView view)
    {
        json.WriteStartObject();
        json.WriteStartArray("roles");
        foreach (var role in RoleView.All(view))
        {
            json.WriteStartObject();
            json.WriteString("name", role.Name);
            LegacyValues.Write(json, "weight", role.Weight);
            WriteQuota(json, role);
            Write(json, "resources", role.Allocated.Concat(role.Offered));
            Write(json, "allocated", role.Allocated);
            Write(json, "offered", role.Offered);
            Write(json, "reserved", role.Reserved);
            LegacyValues.Write(json, "frameworks", role.Frameworks.Select(static id => id.Value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteQuota(Utf8JsonWriter json, RoleView role)
    {
        json.WriteStartObject("quota");
        json.WriteString("role", role.Name);
        Write(json, "guarantee", role.Quota?.Guarantees.Select(static pair => (pair.Key, pair.Value.Value)) ?? []);
        Write(json, "limit", role.Quota?.Limits.Select(static pair => (pair.Key, pair.Value.Value)) ?? []);
        Write(json, "consumed", role.Consumed.Where(static resource => resource.Kind.Type == ResourceType.Scalar));
        json.WriteEndObject();
    }

    /// <summary>Writes amounts by name; of ranges and sets how many there are.</summary>
    private static void Write(Utf8JsonWriter json, string name, IEnumerable<Resource> resources) => Write(
        json, name, resources.GroupBy(static resource => resource.Kind.Name, AmountOf, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Sum() / 1000.0)));

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<(string Name, double Amount)> amounts)
    {
        json.WriteStartObject(name);
        foreach (var (one, amount) in amounts.OrderBy(static amount => amount.Name, StringComparer.Ordinal))
        {
            LegacyValues.Write(json, one, amount);
        }

        json.WriteEndObject();
    }

    private static long AmountOf(Resource resource) => resource.Kind.Type switch
    {
        ResourceType.Scalar => resource.Thousandths,
        ResourceType.Ranges => (long)resource.Ranges.Count * 1000,
        ResourceType.Set => resource.Items.Count * 1000L,
    };
}
