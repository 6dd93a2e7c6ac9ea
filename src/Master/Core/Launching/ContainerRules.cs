using Mesos.V1;
using SourceType = Mesos.V1.Volume.Types.Source.Types.Type;

namespace Kernel.Master.Core.Launching;

/// <summary>What a container description must be (mesos.md 1.9).</summary>
internal static class ContainerRules
{
    /// <summary>Why a container is not valid; null if it is, or if there is none.</summary>
    public static string? Refuse(ContainerInfo? container)
    {
        if (container is null)
        {
            return null;
        }

        if (container.Volumes.Select(Refuse).FirstOrDefault(static reason => reason is not null) is { } badVolume)
        {
            return $"Invalid volume: {badVolume}";
        }

        return container.Type == ContainerInfo.Types.Type.Docker ? RefuseDocker(container.Docker) : null;
    }

    private static string? RefuseDocker(ContainerInfo.Types.DockerInfo? docker)
    {
        if (docker is null)
        {
            return "DockerInfo 'docker' is not set for DOCKER typed ContainerInfo";
        }

        return docker.Parameters.Any(static parameter => parameter.Key == "name")
            ? "Parameter in DockerInfo must not be 'name'"
            : null;
    }

    private static string? Refuse(Volume volume)
    {
        var origins = (volume.HasHostPath ? 1 : 0) + (volume.Image is null ? 0 : 1) + (volume.Source is null ? 0 : 1);
        if (origins != 1)
        {
            return "Only one of them should be set: 'host_path', 'image' and 'source'";
        }

        return volume.Source is { } source ? Refuse(source) : null;
    }

    private static string? Refuse(Volume.Types.Source source) => source.Type switch
    {
        SourceType.DockerVolume => Missing(source.DockerVolume, "docker_volume", "DOCKER_VOLUME"),
        SourceType.HostPath => Missing(source.HostPath, "host_path", "HOST_PATH"),
        SourceType.SandboxPath => Missing(source.SandboxPath, "sandbox_path", "SANDBOX_PATH"),
        SourceType.Secret => Missing(source.Secret, "secret", "SECRET") ?? CommandRules.Refuse(source.Secret),
        SourceType.CsiVolume => Missing(source.CsiVolume, "csi_volume", "CSI_VOLUME")
            ?? Missing(source.CsiVolume.StaticProvisioning, "csi_volume.static_provisioning", "CSI_VOLUME"),
        _ => "'source.type' is unknown",
    };

    private static string? Missing(object? member, string name, string type) =>
        member is null ? $"'source.{name}' is not set for {type} volume" : null;
}
