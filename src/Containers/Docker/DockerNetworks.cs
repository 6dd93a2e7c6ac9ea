using System.Text.Json.Nodes;
using Network = Mesos.V1.ContainerInfo.Types.DockerInfo.Types.Network;
using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>The network of a container.</summary>
internal static class DockerNetworks
{
    /// <summary>Docker's network mode.</summary>
    /// <exception cref="LaunchFailedException">A network of the user's has no name, or there are several.</exception>
    public static string ModeOf(V1.ContainerInfo container) => container.Docker.Network switch
    {
        Network.Bridge => "bridge",
        Network.None => "none",
        Network.User => container.NetworkInfos.Count switch
        {
            0 => throw new LaunchFailedException("No network info found in container info"),
            1 when container.NetworkInfos[0].Name.Length > 0 => container.NetworkInfos[0].Name,
            1 => throw new LaunchFailedException("No network name found in network info"),
            _ => throw new LaunchFailedException("Only a single network can be defined in Docker run"),
        },
        _ => "host",
    };

    /// <summary>Adds the mapped ports.</summary>
    /// <exception cref="LaunchFailedException">The network has no ports to map.</exception>
    public static void AddPorts(JsonObject body, JsonObject host, V1.ContainerInfo.Types.DockerInfo docker)
    {
        if (docker.PortMappings.Count == 0)
        {
            return;
        }

        if (docker.Network is not (Network.Bridge or Network.User))
        {
            throw new LaunchFailedException("Port mappings are only supported for bridge and user-defined networks");
        }

        var exposed = new JsonObject();
        var bindings = new JsonObject();
        foreach (var mapping in docker.PortMappings)
        {
            var protocol = mapping.Protocol.Length > 0 ? mapping.Protocol.ToLowerInvariant() : "tcp";
            var port = $"{mapping.ContainerPort}/{protocol}";
            exposed[port] = new JsonObject();
            if (bindings[port] is not JsonArray known)
            {
                bindings[port] = known = [];
            }

            known.Add(new JsonObject { ["HostPort"] = $"{mapping.HostPort}" });
        }

        body["ExposedPorts"] = exposed;
        host["PortBindings"] = bindings;
    }
}
