using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>How tasks are connected.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NetworkMode>))]
public enum NetworkMode
{
    /// <summary>A named network, an address of its own.</summary>
    [JsonStringEnumMemberName("container")]
    Container,

    /// <summary>A bridge on the agent.</summary>
    [JsonStringEnumMemberName("container/bridge")]
    Bridge,

    /// <summary>The agent's own network.</summary>
    [JsonStringEnumMemberName("host")]
    Host,
}

/// <summary>A network that tasks join.</summary>
public sealed record Network
{
    /// <summary>How.</summary>
    public NetworkMode Mode { get; init; }

    /// <summary>Which; only for container networks.</summary>
    public string? Name { get; init; }

    /// <summary>Labels for whoever manages the network.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>A port of a task with host networking.</summary>
public sealed record PortDefinition
{
    /// <summary>The service port, and with requirePorts also the host port; 0: chosen by Marathon.</summary>
    public int Port { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>udp,tcp</c>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Labels for service discovery.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>A port of a task with a network of its own.</summary>
public sealed record PortMapping
{
    /// <summary>The port inside; 0: the same as outside.</summary>
    public int ContainerPort { get; init; }

    /// <summary>The port on the agent; 0: any; null: none.</summary>
    public int? HostPort { get; init; }

    /// <summary>The port of the service in the cluster; 0: chosen by Marathon.</summary>
    public int ServicePort { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>udp,tcp</c>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Labels for service discovery.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The networks it belongs to; null: all.</summary>
    public IReadOnlyList<string>? NetworkNames { get; init; }
}
