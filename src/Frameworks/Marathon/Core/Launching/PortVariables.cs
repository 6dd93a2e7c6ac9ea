using System.Globalization;

namespace Kernel.Marathon.Core;

/// <summary>
/// The variables that tell a task its ports: <c>PORT</c>, <c>PORT0</c>, <c>PORTS</c>, <c>PORT_8080</c>,
/// <c>PORT_HTTP</c>.
/// </summary>
internal static class PortVariables
{
    /// <summary>Adds them; none if there are no ports.</summary>
    internal static void Add(
        OrderedDictionary<string, string> variables,
        IReadOnlyList<AppPort> ports,
        IReadOnlyList<int?> hostPorts,
        string prefix)
    {
        if (ports.Count == 0)
        {
            return;
        }

        var assigned = Assigned(ports, hostPorts);
        for (var i = 0; i < ports.Count; i++)
        {
            var number = Text(assigned[i]);
            var requested = ports[i].ContainerPort ?? ports[i].ServicePort;
            variables[$"{prefix}PORT{i}"] = number;
            variables[$"{prefix}PORT_{(requested == 0 ? number : Text(requested))}"] = number;
            if (ports[i].Name is { } name)
            {
                variables[$"{prefix}PORT_{name.ToUpperInvariant()}"] = number;
            }
        }

        variables[$"{prefix}PORT"] = Text(assigned[0]);
        variables[$"{prefix}PORTS"] = string.Join(',', assigned.Select(Text));
    }

    /// <summary>The port that each of an app's ports came to: on the agent, or inside if it has none there.</summary>
    internal static IReadOnlyList<int> Assigned(IReadOnlyList<AppPort> ports, IReadOnlyList<int?> hostPorts) =>
        [.. ports.Select((port, i) => hostPorts[i] ?? (port.ContainerPort is > 0 and var inside ? inside : 1025 + i))];

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
