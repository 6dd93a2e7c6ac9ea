using System.Globalization;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary>What a framework is offered, and why not more.</summary>
internal static class FrameworkExplanation
{
    /// <summary>Explains a framework; null if the master does not know it.</summary>
    public static async Task<IReadOnlyList<string>?> OfAsync(string id, Api master, CancellationToken stop)
    {
        var told = await master.TryGetAsync($"allocator/explain?framework={Uri.EscapeDataString(id)}", stop);
        return told is { } explanation ? Sentences(explanation) : null;
    }

    /// <summary>Puts an explanation of the master into sentences.</summary>
    public static IReadOnlyList<string> Sentences(JsonElement explanation)
    {
        var roles = explanation.Items("roles");
        return roles.Count == 0
            ? [$"Framework {explanation.Text("framework_id")} subscribes to no role, so nothing is offered to it."]
            : [.. roles.SelectMany(OfRole), .. Headroom(explanation)];
    }

    private static IEnumerable<string> OfRole(JsonElement role)
    {
        var reasons = role.Items("reasons");
        var agents = role.Number("agents");
        yield return agents == 0
            ? $"Role {role.Text("role")}: no agent is registered, so nothing can be offered."
            : Invariant($"Role {role.Text("role")}: {Count(agents)}; the framework's share is {role.Number("share"):P1}, its offer filters are {role.Number("filters")}.");
        foreach (var reason in reasons)
        {
            yield return Invariant($"- {reason.Number("agents")}: {reason.Text("meaning")}{Example(reason)}.");
        }

        foreach (var limit in (role.Field("quota")?.Field("limits") ?? default).Properties())
        {
            var consumed = role.Field("quota")?.Field("consumed")?.Number(limit.Name) ?? 0;
            yield return Invariant(
                $"Its quota limits {limit.Name} to {limit.Value.GetDouble():0.###}, of which {consumed:0.###} are consumed.");
        }
    }

    private static IEnumerable<string> Headroom(JsonElement explanation)
    {
        var headroom = explanation.Field("headroom") ?? default;
        foreach (var required in (headroom.Field("required") ?? default).Properties())
        {
            var free = headroom.Field("free")?.Number(required.Name) ?? 0;
            yield return Invariant(
                $"Guarantees of roles set {required.Value.GetDouble():0.###} {required.Name} aside, of {free:0.###} that are free.");
        }
    }

    private static string Example(JsonElement reason)
    {
        if (reason.Field("example") is not { } example)
        {
            return "";
        }

        var free = string.Join(", ", (example.Field("free") ?? default).Properties()
            .Where(static amount => amount.Value.ValueKind == JsonValueKind.Number && amount.Value.GetDouble() > 0)
            .Select(static amount => Invariant($"{amount.Name} {amount.Value.GetDouble():0.###}")));
        var until = example.Number("until") is > 0 and var seconds
            ? Invariant($", until {DateTimeOffset.UnixEpoch.AddSeconds(seconds):yyyy-MM-dd'T'HH:mm:ss'Z'}")
            : "";
        return $" (such as {example.Text("agent_id")}, free: {(free.Length == 0 ? "nothing" : free)}{until})";
    }

    private static string Count(double agents) => agents == 1 ? "1 agent" : Invariant($"{agents} agents");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
