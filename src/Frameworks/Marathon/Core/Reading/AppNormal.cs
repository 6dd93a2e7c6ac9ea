namespace Kernel.Marathon.Core;

/// <summary>Fills in what follows from other members of an app.</summary>
internal static class AppNormal
{
    /// <summary>The label of apps that never have two instances.</summary>
    internal const string SingleInstanceLabel = "MARATHON_SINGLE_INSTANCE_APP";

    /// <summary>The app with its networks, ports and strategies filled in.</summary>
    internal static AppDefinition Of(AppDefinition app, MarathonSettings settings)
    {
        var networked = WithNetworks(app, settings);
        var ported = networked.UsesHostNetwork ? WithPortDefinitions(networked) : WithPortMappings(networked);
        return ported with
        {
            HealthChecks = ported.HealthChecks?.Select(check => WithPort(check, ported)).ToList(),
            Residency = ported.IsResident ? ported.Residency ?? new(3600, "WAIT_FOREVER") : null,
            RequirePorts = ported.RequirePorts && ported.UsesHostNetwork,
        };
    }

    /// <summary>Whether an app may never have two instances.</summary>
    internal static bool IsSingle(AppDefinition app) =>
        app.Labels.TryGetValue(SingleInstanceLabel, out var single) && single == "true";

    private static AppDefinition WithNetworks(AppDefinition app, MarathonSettings settings)
    {
        var networks = app.Networks
            .Select(network => network.Mode == NetworkMode.Container && network.Name is null
                ? network with { Name = settings.DefaultNetworkName }
                : network)
            .ToList();
        var container = networks[0].Mode == NetworkMode.Host
            ? app.Container
            : app.Container ?? new Container { Type = ContainerType.Mesos };
        return app with { Networks = networks, Container = container };
    }

    private static AppDefinition WithPortDefinitions(AppDefinition app) => app with
    {
        PortDefinitions = app.PortDefinitions ?? [new PortDefinition { Name = "default" }],
    };

    private static AppDefinition WithPortMappings(AppDefinition app)
    {
        var isBridge = app.Networks[0].Mode == NetworkMode.Bridge;
        var mappings = app.Container!.PortMappings ?? [new PortMapping { Name = "default" }];
        return app with
        {
            PortDefinitions = app.PortDefinitions is { Count: > 0 } wrong ? wrong : null,
            Container = app.Container with
            {
                PortMappings = isBridge
                    ? [.. mappings.Select(static mapping => mapping with { HostPort = mapping.HostPort ?? 0 })]
                    : mappings,
            },
        };
    }

    private static HealthCheck WithPort(HealthCheck check, AppDefinition app) =>
        check.Protocol == HealthProtocol.Command || check.Port is not null || check.PortIndex is not null
            || AppPorts.Count(app) == 0
            ? check
            : check with { PortIndex = 0 };
}
