using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>The container that a job runs in.</summary>
public sealed record JobContainer
{
    /// <summary>Whether Docker runs it; otherwise the agent's own containerizer does.</summary>
    public bool IsDocker { get; init; } = true;

    /// <summary>Its image.</summary>
    public required string Image { get; init; }

    /// <summary>Its network: <c>HOST</c>, <c>BRIDGE</c> or <c>USER</c>.</summary>
    public string Network { get; init; } = "HOST";

    /// <summary>The network's name, in the old form; empty: none.</summary>
    public string NetworkName { get; init; } = "";

    /// <summary>The networks that it joins.</summary>
    public ImmutableArray<JobNetwork> Networks { get; init; } = [];

    /// <summary>What is mounted into it.</summary>
    public ImmutableArray<JobVolume> Volumes { get; init; } = [];

    /// <summary>Options that Docker is given.</summary>
    public ImmutableArray<NamedValue> Parameters { get; init; } = [];

    /// <summary>Whether the image is pulled though it is there.</summary>
    public bool ForcePullImage { get; init; }
}

/// <summary>A network that a container joins.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Protocol"><c>IPv4</c> or <c>IPv6</c>; empty: not said.</param>
/// <param name="Labels">Labels for the network's driver.</param>
/// <param name="Ports">Port mappings, which are kept and shown and otherwise without effect, as in Chronos.</param>
public sealed record JobNetwork(
    string Name, string Protocol, ImmutableArray<NamedValue> Labels, ImmutableArray<JobPortMapping> Ports);

/// <summary>A port of a container and the port of the host that it is reached by, both as text.</summary>
public sealed record JobPortMapping(string HostPort, string ContainerPort, string Protocol);

/// <summary>Something that is mounted into a container.</summary>
/// <param name="ContainerPath">Where.</param>
/// <param name="HostPath">What of the host; empty: nothing.</param>
/// <param name="Mode"><c>RW</c> or <c>RO</c>; empty: not said, which means <c>RW</c>.</param>
/// <param name="External">A volume of a Docker volume driver; null: none.</param>
public sealed record JobVolume(string ContainerPath, string HostPath, string Mode, JobExternalVolume? External);

/// <summary>A volume of a Docker volume driver.</summary>
public sealed record JobExternalVolume(string Name, string Provider, ImmutableArray<NamedValue> Options);
