using Kernel.Containers;
using Kernel.Containers.Docker;

namespace Kernel.Executor.Server;

/// <summary>Reads the flags of the Docker engine.</summary>
internal static class DockerFlags
{
    /// <summary>The containerizer that they ask for; null if they ask for none.</summary>
    public static DockerContainerizer? Open(ExecutorHostOptions options, IContainerEvents events)
    {
        var names = options.Containerizers.Split(',', StringSplitOptions.TrimEntries);
        return names.Contains("docker")
            ? new(events, new(options.DockerSocket, options.Socket, options.CgroupsEnableCfs, options.SandboxDirectory))
            : null;
    }
}
