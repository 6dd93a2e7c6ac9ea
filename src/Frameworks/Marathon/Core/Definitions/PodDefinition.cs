using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>A pod: containers that are launched together on one agent (Marathon: PodDefinition.scala).</summary>
public sealed record PodDefinition : RunSpec
{
    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The user to run as.</summary>
    public string? User { get; init; }

    /// <summary>Environment variables of all containers.</summary>
    public IReadOnlyDictionary<string, EnvValue>? Environment { get; init; }

    /// <summary>The containers.</summary>
    public IReadOnlyList<PodContainer> Containers { get; init; } = [];

    /// <summary>Secrets by name.</summary>
    public IReadOnlyDictionary<string, Secret>? Secrets { get; init; }

    /// <summary>Volumes.</summary>
    public IReadOnlyList<PodVolume>? Volumes { get; init; }

    /// <summary>The networks.</summary>
    public IReadOnlyList<Network> Networks { get; init; } = [];

    /// <summary>How many instances there are to be.</summary>
    public PodScaling Scaling { get; init; } = new("fixed", 1);

    /// <summary>Where, when and in which order instances come and go.</summary>
    public PodScheduling Scheduling { get; init; } = new();

    /// <summary>What the executor needs itself.</summary>
    public ExecutorResources ExecutorResources { get; init; } = new(0.1, 32, 10);

    /// <summary>Seccomp and shared memory of the executor.</summary>
    public LinuxInfo? LinuxInfo { get; init; }

    /// <summary>Whether all containers share one cgroup.</summary>
    public bool? LegacySharedCgroups { get; init; }

    /// <summary>When it was last scaled and last changed; kept, but not shown.</summary>
    [JsonPropertyName("$versionInfo")]
    public VersionInfo? VersionInfo { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int InstanceCount => Scaling.Instances;

    /// <inheritdoc/>
    [JsonIgnore]
    public override Version ConfigVersion => VersionInfo?.LastConfigChangeAt ?? Version;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<Constraint> Placement =>
    [
        .. (Scheduling.Placement?.Constraints ?? [])
            .Select(static constraint => new Constraint(constraint.FieldName, constraint.Operator, constraint.Value)),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string>? ResourceRoles =>
        Scheduling.Placement?.AcceptedResourceRoles is { Count: > 0 } roles ? roles : null;

    /// <inheritdoc/>
    [JsonIgnore]
    public override BackoffStrategy Backoff =>
        new(Scheduling.Backoff.Backoff, Scheduling.Backoff.BackoffFactor, Scheduling.Backoff.MaxLaunchDelay);

    /// <inheritdoc/>
    [JsonIgnore]
    public override UpgradeStrategy Upgrade => Scheduling.Upgrade;

    /// <inheritdoc/>
    [JsonIgnore]
    public override UnreachableStrategy Unreachable => Scheduling.UnreachableStrategy;

    /// <inheritdoc/>
    [JsonIgnore]
    public override KillSelection Selection => Scheduling.KillSelection;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<PersistentVolume> PersistentVolumes =>
    [
        .. (Volumes ?? []).Where(static volume => volume.Persistent is not null)
            .Select(static volume => new PersistentVolume(volume.Name, volume.Persistent!)),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override Needs Needs => Containers.Aggregate(
        new Needs(ExecutorResources.Cpus, ExecutorResources.Mem, ExecutorResources.Disk, 0),
        static (sum, container) => sum + container.Resources.AsNeeds());

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasHealthChecks => Containers.Any(static container => container.HealthCheck is not null);

    /// <summary>Whether its containers share the agent's network.</summary>
    [JsonIgnore]
    public bool UsesHostNetwork => Networks.Count == 0 || Networks[0].Mode == NetworkMode.Host;

    /// <inheritdoc/>
    public override bool IsUpgradedBy(RunSpec newer) =>
        newer is not PodDefinition other || !Signature().AsSpan().SequenceEqual(other.Signature());

    /// <inheritdoc/>
    public override RunSpec Scaled(int instances) => this with { Scaling = Scaling with { Instances = instances } };

    private byte[] Signature() => DefinitionJson.Write(this with
    {
        Scaling = new("fixed", 0),
        Version = default,
        VersionInfo = null,
    });
}

/// <summary>How many instances of a pod there are to be.</summary>
public sealed record PodScaling(string Kind, int Instances);

/// <summary>Where, when and in which order instances of a pod come and go.</summary>
public sealed record PodScheduling
{
    /// <summary>How failing launches are slowed.</summary>
    public PodBackoff Backoff { get; init; } = new(1, 1.15, 300);

    /// <summary>How much may be missing or too much during an upgrade.</summary>
    public UpgradeStrategy Upgrade { get; init; } = new();

    /// <summary>Where instances may run.</summary>
    public PodPlacement? Placement { get; init; }

    /// <summary>Which instances go first.</summary>
    public KillSelection KillSelection { get; init; }

    /// <summary>What happens to unreachable instances.</summary>
    public UnreachableStrategy UnreachableStrategy { get; init; } = UnreachableStrategy.Default;
}

/// <summary>How failing launches of a pod are slowed, in seconds.</summary>
public sealed record PodBackoff(double Backoff, double BackoffFactor, double MaxLaunchDelay);

/// <summary>Where instances of a pod may run.</summary>
public sealed record PodPlacement
{
    /// <summary>Rules.</summary>
    public IReadOnlyList<PodConstraint>? Constraints { get; init; }

    /// <summary>The roles whose resources it takes.</summary>
    public IReadOnlyList<string>? AcceptedResourceRoles { get; init; }
}

/// <summary>A rule about where instances of a pod may run.</summary>
public sealed record PodConstraint(string FieldName, ConstraintOperator Operator, string? Value);

/// <summary>A volume of a pod: at most one of host, persistent and secret is set; none: ephemeral.</summary>
public sealed record PodVolume
{
    /// <summary>The name that containers mount it by.</summary>
    public required string Name { get; init; }

    /// <summary>A path on the agent.</summary>
    public string? Host { get; init; }

    /// <summary>A volume that outlives the instance.</summary>
    public PersistentInfo? Persistent { get; init; }

    /// <summary>The name of a secret.</summary>
    public string? Secret { get; init; }
}
