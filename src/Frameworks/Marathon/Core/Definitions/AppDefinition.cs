using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>
/// An app in its canonical form: no deprecated members, defaults filled in (Marathon: AppDefinition.scala).
/// </summary>
public sealed record AppDefinition : RunSpec
{
    /// <summary>The command, run by a shell.</summary>
    public string? Cmd { get; init; }

    /// <summary>The command as arguments, run as it is.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>The user to run as.</summary>
    public string? User { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, EnvValue>? Env { get; init; }

    /// <summary>How many instances there are to be.</summary>
    public int Instances { get; init; }

    /// <summary>CPUs of an instance.</summary>
    public double Cpus { get; init; }

    /// <summary>Memory of an instance in MB.</summary>
    public double Mem { get; init; }

    /// <summary>Scratch disk of an instance in MB.</summary>
    public double Disk { get; init; }

    /// <summary>GPUs of an instance.</summary>
    public int Gpus { get; init; }

    /// <summary>How much an instance may use beyond its request.</summary>
    public ResourceLimits? ResourceLimits { get; init; }

    /// <summary>The path of a custom executor; empty for Mesos's own.</summary>
    public string Executor { get; init; } = "";

    /// <summary>What a custom executor needs itself.</summary>
    public ExecutorResources? ExecutorResources { get; init; }

    /// <summary>What is fetched into the sandbox.</summary>
    public IReadOnlyList<Artifact>? Fetch { get; init; }

    /// <summary>The container.</summary>
    public Container? Container { get; init; }

    /// <summary>The networks.</summary>
    public IReadOnlyList<Network> Networks { get; init; } = [];

    /// <summary>Ports on the agent; only with host networking.</summary>
    public IReadOnlyList<PortDefinition>? PortDefinitions { get; init; }

    /// <summary>Whether the host ports must be the service ports.</summary>
    public bool RequirePorts { get; init; }

    /// <summary>Where instances may run: field, operator and value.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Constraints { get; init; }

    /// <summary>The roles whose resources it takes; null: any.</summary>
    public IReadOnlyList<string>? AcceptedResourceRoles { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids of apps and groups that must be deployed first.</summary>
    public IReadOnlyList<PathId>? Dependencies { get; init; }

    /// <summary>Health checks.</summary>
    public IReadOnlyList<HealthCheck>? HealthChecks { get; init; }

    /// <summary>A check whose result is only shown.</summary>
    public AppCheck? Check { get; init; }

    /// <summary>What must succeed before a deployment counts a new instance.</summary>
    public IReadOnlyList<ReadinessCheck>? ReadinessChecks { get; init; }

    /// <summary>How much may be missing or too much while it is replaced.</summary>
    public UpgradeStrategy UpgradeStrategy { get; init; } = new();

    /// <summary>The first delay after a failure, in seconds.</summary>
    public double BackoffSeconds { get; init; }

    /// <summary>What each further failure multiplies the delay by.</summary>
    public double BackoffFactor { get; init; }

    /// <summary>The longest delay, in seconds.</summary>
    public double MaxLaunchDelaySeconds { get; init; }

    /// <summary>Which instances go first when there are too many.</summary>
    public KillSelection KillSelection { get; init; }

    /// <summary>What happens to instances on agents that cannot be reached.</summary>
    public UnreachableStrategy UnreachableStrategy { get; init; } = UnreachableStrategy.Default;

    /// <summary>Seconds between SIGTERM and SIGKILL.</summary>
    public int? TaskKillGracePeriodSeconds { get; init; }

    /// <summary>Kept for clients that read it; without effect.</summary>
    public Residency? Residency { get; init; }

    /// <summary>Secrets by name.</summary>
    public IReadOnlyDictionary<string, Secret>? Secrets { get; init; }

    /// <summary>Whether the task gets a terminal.</summary>
    public bool? Tty { get; init; }

    /// <summary>When it was last scaled and last changed.</summary>
    public VersionInfo? VersionInfo { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int InstanceCount => Instances;

    /// <inheritdoc/>
    [JsonIgnore]
    public override Version ConfigVersion => VersionInfo?.LastConfigChangeAt ?? Version;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<Constraint> Placement =>
        [.. (Constraints ?? []).Select(Constraint.Of)];

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string>? ResourceRoles => AcceptedResourceRoles;

    /// <inheritdoc/>
    [JsonIgnore]
    public override BackoffStrategy Backoff => new(BackoffSeconds, BackoffFactor, MaxLaunchDelaySeconds);

    /// <inheritdoc/>
    [JsonIgnore]
    public override UpgradeStrategy Upgrade => UpgradeStrategy;

    /// <inheritdoc/>
    [JsonIgnore]
    public override UnreachableStrategy Unreachable => UnreachableStrategy;

    /// <inheritdoc/>
    [JsonIgnore]
    public override KillSelection Selection => KillSelection;

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<PersistentVolume> PersistentVolumes =>
    [
        .. (Container?.Volumes ?? []).Where(static volume => volume.Persistent is not null)
            .Select(static volume => new PersistentVolume(volume.ContainerPath, volume.Persistent!)),
    ];

    /// <inheritdoc/>
    [JsonIgnore]
    public override Needs Needs => new(Cpus, Mem, Disk, Gpus);

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<PathId> DependsOn => Dependencies ?? [];

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasHealthChecks => HealthChecks is { Count: > 0 };

    /// <summary>Whether its tasks share the agent's network.</summary>
    [JsonIgnore]
    public bool UsesHostNetwork => Networks.Count == 0 || Networks[0].Mode == NetworkMode.Host;

    /// <inheritdoc/>
    public override bool IsUpgradedBy(RunSpec newer) =>
        newer is not AppDefinition other || !Signature().AsSpan().SequenceEqual(other.Signature());

    /// <inheritdoc/>
    public override RunSpec Scaled(int instances) => this with { Instances = instances };

    /// <summary>Everything whose change replaces instances, as bytes that can be compared.</summary>
    private byte[] Signature() => DefinitionJson.Write(this with
    {
        Instances = 0,
        Version = default,
        VersionInfo = null,
        ExecutorResources = null,
        Residency = null,
    });
}
