using System.Text.Json.Serialization;

namespace Kernel.Marathon.Core;

/// <summary>What Marathon keeps running: an app or a pod, as canonical as the API shows it.</summary>
public abstract record RunSpec
{
    /// <summary>Its path.</summary>
    public required PathId Id { get; init; }

    /// <summary>When it was last changed in any way.</summary>
    public Version Version { get; init; }

    /// <summary>The Mesos role whose offers it takes.</summary>
    public string Role { get; init; } = "*";

    /// <summary>
    /// Whether its group enforced its role when it was last changed (MARATHON_APP_ENFORCE_GROUP_ROLE).
    /// </summary>
    [JsonIgnore]
    public bool RoleEnforced { get; init; }

    /// <summary>How many instances there are to be.</summary>
    [JsonIgnore]
    public abstract int InstanceCount { get; }

    /// <summary>
    /// When anything but the number of instances was last changed: instances older than this are outdated.
    /// </summary>
    [JsonIgnore]
    public abstract Version ConfigVersion { get; }

    /// <summary>Where it may run.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<Constraint> Placement { get; }

    /// <summary>The roles whose resources it takes; null: any.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string>? ResourceRoles { get; }

    /// <summary>How failing launches are slowed.</summary>
    [JsonIgnore]
    public abstract BackoffStrategy Backoff { get; }

    /// <summary>How much may be missing or too much while it is replaced.</summary>
    [JsonIgnore]
    public abstract UpgradeStrategy Upgrade { get; }

    /// <summary>What happens to instances on agents that cannot be reached.</summary>
    [JsonIgnore]
    public abstract UnreachableStrategy Unreachable { get; }

    /// <summary>Which instances go first when there are too many.</summary>
    [JsonIgnore]
    public abstract KillSelection Selection { get; }

    /// <summary>Its persistent volumes; none if it can run anywhere anew.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<PersistentVolume> PersistentVolumes { get; }

    /// <summary>What one instance needs, all in all.</summary>
    [JsonIgnore]
    public abstract Needs Needs { get; }

    /// <summary>Ids it depends on.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<PathId> DependsOn => [];

    /// <summary>Whether it has persistent volumes.</summary>
    [JsonIgnore]
    public bool IsResident => PersistentVolumes.Count > 0;

    /// <summary>Whether it is a pod.</summary>
    [JsonIgnore]
    public bool IsPod => this is PodDefinition;

    /// <summary>The number of health checks whose results decide whether an instance is healthy.</summary>
    [JsonIgnore]
    public abstract bool HasHealthChecks { get; }

    /// <summary>Whether the other, which is newer, is so different that every instance must be replaced.</summary>
    public abstract bool IsUpgradedBy(RunSpec newer);

    /// <summary>The same with another number of instances.</summary>
    public abstract RunSpec Scaled(int instances);
}

/// <summary>The resources of one instance.</summary>
/// <param name="Cpus">CPUs.</param>
/// <param name="Mem">Memory in MB.</param>
/// <param name="Disk">Scratch disk in MB.</param>
/// <param name="Gpus">GPUs.</param>
public readonly record struct Needs(double Cpus, double Mem, double Disk, double Gpus)
{
    /// <summary>Both together.</summary>
    public static Needs operator +(Needs left, Needs right) =>
        new(left.Cpus + right.Cpus, left.Mem + right.Mem, left.Disk + right.Disk, left.Gpus + right.Gpus);
}

/// <summary>Exponential back-off of launches.</summary>
/// <param name="Seconds">The first delay.</param>
/// <param name="Factor">What each further failure multiplies it by.</param>
/// <param name="MaxSeconds">The longest delay.</param>
public readonly record struct BackoffStrategy(double Seconds, double Factor, double MaxSeconds);

/// <summary>A persistent volume that an instance needs.</summary>
/// <param name="ContainerPath">Where the container sees it.</param>
/// <param name="Info">Its size and kind.</param>
public sealed record PersistentVolume(string ContainerPath, PersistentInfo Info);
