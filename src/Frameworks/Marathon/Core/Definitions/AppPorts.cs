namespace Kernel.Marathon.Core;

/// <summary>One of an app's ports, whichever kind of network it has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ServicePort">The port of the service; 0: to be chosen.</param>
/// <param name="HostPort">The port on the agent; 0: any; null: none.</param>
/// <param name="ContainerPort">The port inside; 0: the host port; null with host networking.</param>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c> or <c>udp,tcp</c>.</param>
/// <param name="Labels">Labels for service discovery.</param>
public readonly record struct AppPort(
    string? Name,
    int ServicePort,
    int? HostPort,
    int? ContainerPort,
    string Protocol,
    IReadOnlyDictionary<string,
    string>? Labels);

/// <summary>The ports of apps.</summary>
public static class AppPorts
{
    /// <summary>An app's ports in order.</summary>
    public static IReadOnlyList<AppPort> Of(AppDefinition app) => app.UsesHostNetwork
        ? [.. (app.PortDefinitions ?? []).Select(port =>
            new AppPort(port.Name, port.Port, app.RequirePorts ? port.Port : 0, null, port.Protocol, port.Labels))]
        : [.. (app.Container?.PortMappings ?? []).Select(static port =>
            new AppPort(port.Name, port.ServicePort, port.HostPort, port.ContainerPort, port.Protocol, port.Labels))];

    /// <summary>How many ports an app has.</summary>
    public static int Count(AppDefinition app) =>
        (app.UsesHostNetwork ? app.PortDefinitions?.Count : app.Container?.PortMappings?.Count) ?? 0;

    /// <summary>An app's service ports in order.</summary>
    public static IEnumerable<int> ServicePorts(AppDefinition app) => app.UsesHostNetwork
        ? (app.PortDefinitions ?? []).Select(static port => port.Port)
        : (app.Container?.PortMappings ?? []).Select(static port => port.ServicePort);

    /// <summary>The app with other service ports, as many as it has ports.</summary>
    public static AppDefinition WithServicePorts(AppDefinition app, IReadOnlyList<int> ports) => app.UsesHostNetwork
        ? app with { PortDefinitions = [.. (app.PortDefinitions
            ?? []).Select((port, i) => port with { Port = ports[i] })] }
        : app with
        {
            Container = app.Container! with
            {
                PortMappings = [.. app.Container.PortMappings!.Select((port,
                    i) => port with { ServicePort = ports[i] })],
            },
        };
}
