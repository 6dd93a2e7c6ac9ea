using Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>What service discovery is told of a task (Marathon: PortDiscovery.scala).</summary>
internal static class Discovery
{
    /// <summary>Describes an app's task.</summary>
    internal static DiscoveryInfo Of(AppDefinition app, IReadOnlyList<AppPort> ports, IReadOnlyList<int?> hostPorts)
    {
        var info = new DiscoveryInfo
        {
            Visibility = DiscoveryInfo.Types.Visibility.Framework,
            Name = app.Id.HostName,
            Ports = new(),
        };
        for (var i = 0; i < ports.Count; i++)
        {
            info.Ports.Ports_.AddRange(Entries(app, ports[i], hostPorts[i], i));
        }

        return info;
    }

    /// <summary>One entry.</summary>
    internal static Port Entry(
        int number, string? name, string protocol, IReadOnlyDictionary<string, string>? labels, params (string Key,
            string Value)[] more)
    {
        var port = new Port { Number = (uint)number, Protocol = protocol };
        if (name is not null)
        {
            port.Name = name;
        }

        foreach (var (key, value) in (labels
            ?? new Dictionary<string, string>()).Select(static label => (label.Key, label.Value)).Concat(more))
        {
            (port.Labels ??= new()).Labels_.Add(new Label { Key = key, Value = value });
        }

        return port;
    }

    private static IEnumerable<Port> Entries(AppDefinition app, AppPort port, int? hostPort, int index)
    {
        foreach (var protocol in port.Protocol.Split(','))
        {
            if (app.UsesHostNetwork)
            {
                yield return Entry(hostPort ?? 0, port.Name, protocol, port.Labels);
            }
            else if (hostPort is { } number)
            {
                yield return Entry(number, port.Name, protocol, port.Labels, ("network-scope", "host"));
            }
            else
            {
                foreach (var network in Networks(app, app.Container!.PortMappings![index]))
                {
                    yield return Entry(
                        port.ContainerPort ?? 0, port.Name, protocol, port.Labels, ("network-scope", "container"), (
                            "network-name", network));
                }
            }
        }
    }

    private static IEnumerable<string> Networks(AppDefinition app, PortMapping mapping) =>
        mapping.NetworkNames is { Count: > 0 } names ? names
            : app.Networks.Select(static network => network.Name ?? "");
}
