namespace Kernel.Marathon.Core;

/// <summary>How networks and ports fit together (Marathon: NetworkValidation.scala, AppValidation.scala).</summary>
internal static class NetworkRules
{
    private const string OneNetworkName =
        "networkNames must be a single item list when hostPort is specified and more than 1 container network is defined";

    /// <summary>Notes what is wrong with an app's networks and ports.</summary>
    internal static void Check(AppDefinition app, Violations violations)
    {
        CheckNetworks(app.Networks, violations);
        var containers = app.Networks.Count(static network => network.Mode == NetworkMode.Container);
        violations.Demand(
            app.Container?.Type != ContainerType.Docker || containers <= 1,
            "/",
            "may only specify a single container network when using the Docker container engine");
        CheckDefinitions(app, violations);
        CheckMappings(app, containers, violations);
    }

    /// <summary>Notes what is wrong with a list of networks.</summary>
    internal static void CheckNetworks(IReadOnlyList<Network> networks, Violations violations)
    {
        var containers = networks.Count(static network => network.Mode == NetworkMode.Container);
        violations.Demand(
            networks.Count <= 1 || containers == networks.Count,
            "/networks",
            "May specify a single host network, single bridge network, or else 1-to-n container networks");
        for (var i = 0; i < networks.Count; i++)
        {
            CheckNetwork(networks[i], $"/networks({i})", violations);
        }

        var names = networks.Where(static network => network.Name is not null).ToList();
        violations.Demand(
            names.DistinctBy(static network => network.Name).Count() == names.Count,
            "/networks",
            "Duplicate networks are not allowed");
    }

    private static void CheckNetwork(Network network, string path, Violations violations)
    {
        if (network.Mode == NetworkMode.Container)
        {
            violations.Demand(
                network.Name is not null, path, "Network name must be specified when container network is selected.");
        }
        else if (network.Mode == NetworkMode.Bridge)
        {
            violations.Demand(network.Name is null, path, "Bridge networks may not have names");
        }
        else
        {
            violations.Demand(
                network.Name is null
                    && network.Labels is not { Count: > 0 }, path, "Host networks may not have names or labels");
        }
    }

    private static void CheckDefinitions(AppDefinition app, Violations violations)
    {
        if (app.PortDefinitions is not { Count: > 0 } definitions)
        {
            return;
        }

        violations.Demand(
            app.UsesHostNetwork, "/portDefinitions", "portDefinitions are only allowed with host-networking");
        var names = definitions.Select(static port => port.Name).OfType<string>().ToList();
        violations.Demand(names.Distinct().Count() == names.Count, "/portDefinitions", "Port names must be unique.");
        var ports = definitions.Select(static port => port.Port).Where(static port => port != 0).ToList();
        violations.Demand(ports.Distinct().Count() == ports.Count, "/portDefinitions", "Ports must be unique.");
    }

    private static void CheckMappings(AppDefinition app, int containers, Violations violations)
    {
        if (app.Container?.PortMappings is not { Count: > 0 } mappings)
        {
            return;
        }

        violations.Demand(
            !app.UsesHostNetwork, "/container/portMappings", "portMappings are not allowed with host-networking");
        var names = mappings.Select(static port => port.Name).OfType<string>().ToList();
        violations.Demand(
            names.Distinct().Count() == names.Count, "/container/portMappings", "Port names must be unique.");
        for (var i = 0; i < mappings.Count; i++)
        {
            CheckNames(mappings[i].HostPort, mappings[i].NetworkNames, app.Networks, containers,
                $"/container/portMappings({i})", violations);
        }
    }

    /// <summary>Notes what is wrong with the networks that a port names.</summary>
    internal static void CheckNames(
        int? hostPort,
        IReadOnlyList<string>? networkNames,
        IReadOnlyList<Network> networks,
        int containers,
        string path,
        Violations violations)
    {
        violations.Demand(hostPort is null || containers <= 1 || networkNames is { Count: 1 }, path, OneNetworkName);
        foreach (var name in networkNames ?? [])
        {
            violations.Demand(
                networks.Any(network => network.Name == name),
                $"{path}/networkNames",
                $"{name} is not one of the defined networks");
        }
    }
}
