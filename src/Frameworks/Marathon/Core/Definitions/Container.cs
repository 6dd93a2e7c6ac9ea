using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>Which containerizer runs a container.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ContainerType>))]
public enum ContainerType
{
    /// <summary>Docker.</summary>
    [JsonStringEnumMemberName("DOCKER")]
    Docker,

    /// <summary>Mesos's own, with or without an image.</summary>
    [JsonStringEnumMemberName("MESOS")]
    Mesos,
}

/// <summary>The container of an app.</summary>
public sealed record Container
{
    /// <summary>Which containerizer runs it.</summary>
    public ContainerType Type { get; init; }

    /// <summary>The image.</summary>
    public DockerContainer? Docker { get; init; }

    /// <summary>Seccomp and shared memory.</summary>
    public LinuxInfo? LinuxInfo { get; init; }

    /// <summary>Volumes.</summary>
    public IReadOnlyList<AppVolume> Volumes { get; init; } = [];

    /// <summary>Ports; null with host networking.</summary>
    public IReadOnlyList<PortMapping>? PortMappings { get; init; }
}

/// <summary>An image and how Docker runs it.</summary>
public sealed record DockerContainer
{
    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>Whether it is pulled even if it is there.</summary>
    public bool ForcePullImage { get; init; }

    /// <summary>Whether it runs privileged.</summary>
    public bool Privileged { get; init; }

    /// <summary>More parameters for the docker command line.</summary>
    public IReadOnlyList<DockerParameter>? Parameters { get; init; }

    /// <summary>The secret that holds the registry's credentials.</summary>
    public PullConfig? PullConfig { get; init; }
}

/// <summary>A parameter for the docker command line.</summary>
public sealed record DockerParameter(string Key, string Value);

/// <summary>Where a registry's credentials are.</summary>
public sealed record PullConfig(string Secret);

/// <summary>Seccomp and shared memory of a container.</summary>
public sealed record LinuxInfo
{
    /// <summary>The seccomp profile.</summary>
    public Seccomp? Seccomp { get; init; }

    /// <summary>Shared memory.</summary>
    public IpcInfo? IpcInfo { get; init; }
}

/// <summary>A seccomp profile, or none.</summary>
public sealed record Seccomp(string? ProfileName, bool Unconfined);

/// <summary>Shared memory of a container.</summary>
/// <param name="Mode"><c>PRIVATE</c> or <c>SHARE_PARENT</c>.</param>
/// <param name="ShmSize">The size of /dev/shm in MB.</param>
public sealed record IpcInfo(string Mode, int? ShmSize);

/// <summary>A volume of an app: exactly one of host path, persistent, external and secret is set.</summary>
public sealed record AppVolume
{
    /// <summary>Where the container sees it.</summary>
    public required string ContainerPath { get; init; }

    /// <summary><c>RO</c> or <c>RW</c>; null for secrets.</summary>
    public string? Mode { get; init; }

    /// <summary>A path on the agent.</summary>
    public string? HostPath { get; init; }

    /// <summary>A volume that outlives the task.</summary>
    public PersistentInfo? Persistent { get; init; }

    /// <summary>A volume of a storage provider.</summary>
    public JsonObject? External { get; init; }

    /// <summary>The name of a secret.</summary>
    public string? Secret { get; init; }
}

/// <summary>A volume that outlives the task.</summary>
public sealed record PersistentInfo
{
    /// <summary><c>root</c>, <c>path</c> or <c>mount</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Its size in MB.</summary>
    public long Size { get; init; }

    /// <summary>The largest mount that will do, in MB.</summary>
    public long? MaxSize { get; init; }

    /// <summary>The storage profile it must have.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Which disks it may be on.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Constraints { get; init; }
}
