using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>The volumes of a container, as <c>docker run --volume</c> writes them.</summary>
internal static class DockerVolumes
{
    /// <summary>A bind for each volume.</summary>
    /// <exception cref="LaunchFailedException">A volume is of a kind that Docker has not.</exception>
    public static IEnumerable<string> BindsOf(V1.ContainerInfo container, string sandbox, DockerSetup setup) =>
        container.Volumes.Select(volume => Bind(volume, sandbox, setup));

    private static string Bind(V1.Volume volume, string sandbox, DockerSetup setup)
    {
        var target = volume.ContainerPath.StartsWith('/')
            ? volume.ContainerPath : $"{setup.SandboxDirectory}/{volume.ContainerPath}";
        var mode = volume.Mode == V1.Volume.Types.Mode.Ro ? "ro" : "rw";
        return $"{SourceOf(volume, sandbox)}:{target}:{mode}";
    }

    /// <summary>A path on the machine, one below the sandbox, or the name of a volume of Docker's.</summary>
    private static string SourceOf(V1.Volume volume, string sandbox) => volume switch
    {
        { Source.DockerVolume: { } named } => named.Name,
        { Source.HostPath: { } path } => path.Path,
        { Source.SandboxPath: { } path } => Path.Combine(sandbox, path.Path),
        { HasHostPath: true } =>
            volume.HostPath.StartsWith('/') ? volume.HostPath : Path.Combine(sandbox, volume.HostPath),
        { Source: null, Image: null } => Path.Combine(sandbox, volume.ContainerPath.TrimStart('/')),
        _ => throw new LaunchFailedException(
            $"The volume '{volume.ContainerPath}' is of a kind that Docker containers cannot have"),
    };
}
