using Mesos.V1;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Makes the container of an app's task (Marathon: ContainerSerializer.scala).</summary>
internal static class ContainerBuilder
{
    /// <summary>Makes the container; null if the app has none and needs none.</summary>
    internal static ContainerInfo? Build(
        AppDefinition app, string taskId, IReadOnlyList<int?> hostPorts, MarathonSettings settings)
    {
        var container = app.Container ?? (app.Tty == true ? new Container { Type = ContainerType.Mesos } : null);
        if (container is null)
        {
            return null;
        }

        var info = container.Type == ContainerType.Docker
            ? Docker(app, container, taskId, hostPorts)
            : Mesos(app, container, hostPorts, settings);
        info.Volumes.AddRange(VolumeBuilder.Build(container));
        if (app.Tty == true)
        {
            info.TtyInfo = new();
        }

        return info;
    }

    /// <summary>An image as Mesos takes it.</summary>
    internal static V1.Image Image(string name, bool forcePull, PullConfig? pull)
    {
        var image = new V1.Image { Type = V1.Image.Types.Type.Docker, Cached = !forcePull,
            Docker = new() { Name = name } };
        if (pull is not null)
        {
            image.Docker.Config = new() { Type = V1.Secret.Types.Type.Reference,
                Reference = new() { Name = pull.Secret } };
        }

        return image;
    }

    /// <summary>Seccomp and shared memory as Mesos takes them; null if there is nothing to say.</summary>
    internal static V1.LinuxInfo? Linux(LinuxInfo? linux)
    {
        if (linux?.Seccomp is null && linux?.IpcInfo is null)
        {
            return null;
        }

        var message = new V1.LinuxInfo();
        if (linux.Seccomp is { } seccomp)
        {
            message.Seccomp = new() { Unconfined = seccomp.Unconfined };
            if (seccomp.ProfileName is { } profile)
            {
                message.Seccomp.ProfileName = profile;
            }
        }

        if (linux.IpcInfo is { } ipc)
        {
            message.IpcMode = ipc.Mode == "PRIVATE" ? V1.LinuxInfo.Types.IpcMode.Private
                : V1.LinuxInfo.Types.IpcMode.ShareParent;
            if (ipc.ShmSize is { } size)
            {
                message.ShmSize = (uint)size;
            }
        }

        return message;
    }

    private static ContainerInfo Docker(
        AppDefinition app, Container container, string taskId, IReadOnlyList<int?> hostPorts)
    {
        var docker = container.Docker!;
        var info = new ContainerInfo
        {
            Type = ContainerInfo.Types.Type.Docker,
            Docker = new()
            {
                Image = docker.Image,
                Privileged = docker.Privileged,
                ForcePullImage = docker.ForcePullImage,
                Network = app.Networks[0].Mode switch
                {
                    NetworkMode.Host => ContainerInfo.Types.DockerInfo.Types.Network.Host,
                    NetworkMode.Bridge => ContainerInfo.Types.DockerInfo.Types.Network.Bridge,
                    _ => ContainerInfo.Types.DockerInfo.Types.Network.User,
                },
            },
        };
        info.Docker.Parameters.AddRange((docker.Parameters ?? [])
            .Append(new("label", $"MESOS_TASK_ID={taskId}"))
            .Select(static parameter => new Parameter { Key = parameter.Key, Value = parameter.Value }));
        info.Docker.PortMappings.AddRange(Mapped(container, hostPorts, null).Select(static port =>
            new ContainerInfo.Types.DockerInfo.Types.PortMapping { HostPort = port.Host, ContainerPort = port.Inside,
                Protocol = port.Protocol }));
        info.NetworkInfos.AddRange(app.Networks.Where(static network => network.Mode == NetworkMode.Container)
            .Select(static network => new NetworkInfo { Name = network.Name ?? "" }));
        return info;
    }

    private static ContainerInfo Mesos(
        AppDefinition app, Container container, IReadOnlyList<int?> hostPorts, MarathonSettings settings)
    {
        var info = new ContainerInfo { Type = ContainerInfo.Types.Type.Mesos, LinuxInfo = Linux(container.LinuxInfo) };
        if (container.Docker is { } docker)
        {
            info.Mesos = new() { Image = Image(docker.Image, docker.ForcePullImage, docker.PullConfig) };
        }

        info.NetworkInfos.AddRange(app.Networks.Where(static network => network.Mode != NetworkMode.Host)
            .Select(network => NetworkOf(network, Mapped(container, hostPorts, network.Name), settings)));
        return info;
    }

    /// <summary>A network that a container of Mesos joins.</summary>
    internal static NetworkInfo NetworkOf(
        Network network, IEnumerable<(uint Host, uint Inside, string Protocol)> ports, MarathonSettings settings)
    {
        var info = new NetworkInfo { Name = network.Mode == NetworkMode.Bridge ? settings.BridgeName : network.Name
            ?? "" };
        info.IpAddresses.Add(new NetworkInfo.Types.IPAddress());
        info.Labels = AppTask.ToLabels(network.Labels);
        info.PortMappings.AddRange(ports.Select(static port =>
            new NetworkInfo.Types.PortMapping { HostPort = port.Host, ContainerPort = port.Inside,
                Protocol = port.Protocol }));
        return info;
    }

    /// <summary>The port mappings with a host port on a network, one for each protocol.</summary>
    private static IEnumerable<(uint Host, uint Inside, string Protocol)> Mapped(
        Container container, IReadOnlyList<int?> hostPorts, string? network)
    {
        var mappings = container.PortMappings ?? [];
        for (var i = 0; i < mappings.Count; i++)
        {
            var names = mappings[i].NetworkNames;
            if (hostPorts[i] is { } port && (network is null || names is not { Count: > 0 } || names.Contains(network)))
            {
                foreach (var protocol in mappings[i].Protocol.Split(','))
                {
                    yield return ((uint)port, (uint)(mappings[i].ContainerPort == 0 ? port : mappings[i].ContainerPort),
                        protocol);
                }
            }
        }
    }
}
