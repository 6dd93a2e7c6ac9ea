using Mesos.V1;
using DockerInfo = Mesos.V1.ContainerInfo.Types.DockerInfo;

namespace Kernel.Chronos.Core;

/// <summary>Makes the container of a run (chronos.md 6).</summary>
internal static class ContainerBuilder
{
    internal static ContainerInfo? Build(JobContainer? container)
    {
        if (container is null)
        {
            return null;
        }

        var info = new ContainerInfo();
        if (container.IsDocker)
        {
            info.Type = ContainerInfo.Types.Type.Docker;
            info.Docker = Docker(container);
        }
        else
        {
            info.Type = ContainerInfo.Types.Type.Mesos;
            info.Mesos = new()
            {
                Image = new()
                {
                    Type = Image.Types.Type.Docker, Docker = new() { Name = container.Image }, Cached = !container.ForcePullImage,
                },
            };
        }

        info.Volumes.AddRange(container.Volumes.Select(Volume));
        if (container.NetworkName.Length > 0)
        {
            info.NetworkInfos.Add(new NetworkInfo { Name = container.NetworkName });
        }

        info.NetworkInfos.AddRange(container.Networks.Select(Network));
        return info;
    }

    private static DockerInfo Docker(JobContainer container) => new()
    {
        Image = container.Image,
        Network = container.Network switch
        {
            "BRIDGE" => DockerInfo.Types.Network.Bridge,
            "USER" => DockerInfo.Types.Network.User,
            _ => DockerInfo.Types.Network.Host,
        },
        ForcePullImage = container.ForcePullImage,
        Parameters = { container.Parameters.Select(Parameter) },
    };

    private static Parameter Parameter(NamedValue pair) => new() { Key = pair.Name, Value = pair.Value };

    private static NetworkInfo Network(JobNetwork network)
    {
        var info = new NetworkInfo { Name = network.Name };
        if (network.Labels.Length > 0)
        {
            var labels = network.Labels.Select(static label => new Label { Key = label.Name, Value = label.Value });
            info.Labels = new() { Labels_ = { labels } };
        }

        return info;
    }

    private static Volume Volume(JobVolume volume)
    {
        var made = new Volume
        {
            ContainerPath = volume.ContainerPath,
            Mode = volume.Mode == "RO" ? Mesos.V1.Volume.Types.Mode.Ro : Mesos.V1.Volume.Types.Mode.Rw,
        };
        if (volume.HostPath.Length > 0)
        {
            made.HostPath = volume.HostPath;
        }

        if (volume.External is { } external)
        {
            made.Source = new()
            {
                Type = Mesos.V1.Volume.Types.Source.Types.Type.DockerVolume,
                DockerVolume = new()
                {
                    Driver = external.Provider,
                    Name = external.Name,
                    DriverOptions = external.Options.IsEmpty
                        ? null : new() { Parameter = { external.Options.Select(Parameter) } },
                },
            };
        }

        return made;
    }
}
