namespace Kernel.Marathon.Core;

/// <summary>One container of a pod.</summary>
public sealed record PodContainer
{
    /// <summary>Its name, unique in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>What runs in it; null: the image's default.</summary>
    public PodExec? Exec { get; init; }

    /// <summary>What it needs.</summary>
    public PodResources Resources { get; init; } = new(1, 128, 0, 0);

    /// <summary>How much it may use beyond that.</summary>
    public ResourceLimits? ResourceLimits { get; init; }

    /// <summary>Ports.</summary>
    public IReadOnlyList<Endpoint>? Endpoints { get; init; }

    /// <summary>The image.</summary>
    public PodImage? Image { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, EnvValue>? Environment { get; init; }

    /// <summary>The user to run as.</summary>
    public string? User { get; init; }

    /// <summary>A health check, done by the executor.</summary>
    public PodHealthCheck? HealthCheck { get; init; }

    /// <summary>A check whose result is only shown.</summary>
    public PodCheck? Check { get; init; }

    /// <summary>Volumes of the pod that it sees.</summary>
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    /// <summary>What is fetched into its sandbox.</summary>
    public IReadOnlyList<Artifact>? Artifacts { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>How it ends.</summary>
    public Lifecycle? Lifecycle { get; init; }

    /// <summary>Whether it gets a terminal.</summary>
    public bool? Tty { get; init; }

    /// <summary>Seccomp and shared memory.</summary>
    public LinuxInfo? LinuxInfo { get; init; }
}

/// <summary>What a container runs.</summary>
public sealed record PodExec(MesosCommand Command, bool? OverrideEntrypoint);

/// <summary>What a container needs.</summary>
public sealed record PodResources(double Cpus, double Mem, double Disk, int Gpus)
{
    /// <summary>As needs.</summary>
    public Needs AsNeeds() => new(Cpus, Mem, Disk, Gpus);
}

/// <summary>A port of a pod's container.</summary>
public sealed record Endpoint
{
    /// <summary>Its name, unique in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>The port inside.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>The port on the agent; 0: any; null: none.</summary>
    public int? HostPort { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c>.</summary>
    public IReadOnlyList<string>? Protocol { get; init; }

    /// <summary>Labels for service discovery.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The networks it belongs to; null: all.</summary>
    public IReadOnlyList<string>? NetworkNames { get; init; }
}

/// <summary>The image of a pod's container.</summary>
public sealed record PodImage
{
    /// <summary><c>DOCKER</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The image.</summary>
    public required string Id { get; init; }

    /// <summary>The secret that holds the registry's credentials.</summary>
    public PullConfig? PullConfig { get; init; }

    /// <summary>Whether it is pulled even if it is there.</summary>
    public bool? ForcePull { get; init; }

    /// <summary>Labels for image discovery.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>A health check of a pod's container.</summary>
public sealed record PodHealthCheck
{
    /// <summary>An HTTP request.</summary>
    public EndpointHttp? Http { get; init; }

    /// <summary>A connection.</summary>
    public EndpointTcp? Tcp { get; init; }

    /// <summary>A command.</summary>
    public ExecCheck? Exec { get; init; }

    /// <summary>Failures this soon after the start do not count.</summary>
    public int GracePeriodSeconds { get; init; }

    /// <summary>Between two checks.</summary>
    public int IntervalSeconds { get; init; }

    /// <summary>This many failures in a row end the container.</summary>
    public int MaxConsecutiveFailures { get; init; }

    /// <summary>How long a check may take.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Before the first check.</summary>
    public int DelaySeconds { get; init; }
}

/// <summary>A check of a pod's container whose result is only shown.</summary>
public sealed record PodCheck
{
    /// <summary>An HTTP request.</summary>
    public EndpointHttp? Http { get; init; }

    /// <summary>A connection.</summary>
    public EndpointTcp? Tcp { get; init; }

    /// <summary>A command.</summary>
    public ExecCheck? Exec { get; init; }

    /// <summary>Between two checks.</summary>
    public int IntervalSeconds { get; init; }

    /// <summary>How long a check may take.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Before the first check.</summary>
    public int DelaySeconds { get; init; }
}

/// <summary>An HTTP request to an endpoint.</summary>
public sealed record EndpointHttp(string Endpoint, string? Path, string Scheme);

/// <summary>A connection to an endpoint.</summary>
public sealed record EndpointTcp(string Endpoint);

/// <summary>A volume of the pod, seen by a container.</summary>
public sealed record VolumeMount(string Name, string MountPath, bool ReadOnly);

/// <summary>How a container ends.</summary>
public sealed record Lifecycle(double? KillGracePeriodSeconds);
