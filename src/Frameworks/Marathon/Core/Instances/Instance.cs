using System.Collections.Immutable;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>
/// An instance of an app or pod: the place of a task, which may be taken by one incarnation after another.
/// </summary>
public sealed record Instance
{
    /// <summary>Its id.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>What it runs.</summary>
    public required RunSpec Spec { get; init; }

    /// <summary>What is to become of it.</summary>
    public Goal Goal { get; init; }

    /// <summary>How it is doing.</summary>
    public Condition Condition { get; init; }

    /// <summary>Since when it is doing so.</summary>
    public Moment Since { get; init; }

    /// <summary>Since when it runs; null if it does not.</summary>
    public Moment? ActiveSince { get; init; }

    /// <summary>When it was scheduled.</summary>
    public Moment ScheduledAt { get; init; }

    /// <summary>Where it runs or last ran.</summary>
    public InstanceAgent? Agent { get; init; }

    /// <summary>The tasks of its present incarnation, or of its last one.</summary>
    public ImmutableArray<InstanceTask> Tasks { get; init; } = [];

    /// <summary>How many incarnations there have been.</summary>
    public int Incarnation { get; init; }

    /// <summary>The Mesos role it is launched under.</summary>
    public required string Role { get; init; }

    /// <summary>The persistent volumes that are reserved for it.</summary>
    public ImmutableArray<V1.Resource> Volumes { get; init; } = [];

    /// <summary>The app or pod it belongs to.</summary>
    public PathId SpecId => Spec.Id;

    /// <summary>When it was put on its agent, if it was.</summary>
    public Moment? StagedAt => Tasks.IsEmpty ? null : Tasks[0].StagedAt;

    /// <summary>
    /// Whether it is outdated: anything but the number of instances has changed since its definition.
    /// </summary>
    public bool IsOutdated(RunSpec current) => Spec.Version < current.ConfigVersion;

    /// <summary>
    /// Whether it is healthy: false if a running task is not, null if one has not said yet, else true.
    /// </summary>
    public bool? MesosHealth()
    {
        var running = Tasks.Where(static task => task.Condition == Condition.Running).ToList();
        return running.Any(static task => task.Status is { HasHealthy: true, Healthy: false }) ? false
            : running.Count > 0 && running.All(static task => task.Status is { HasHealthy: true }) ? true
            : null;
    }
}

/// <summary>One task of an instance.</summary>
/// <param name="Id">The task's id at Mesos.</param>
/// <param name="Container">The pod's container; null for apps.</param>
/// <param name="Condition">How it is doing.</param>
/// <param name="StagedAt">When it was launched.</param>
/// <param name="StartedAt">When it first ran.</param>
/// <param name="HostPorts">Its ports on the agent.</param>
/// <param name="Status">What Mesos last said of it.</param>
public sealed record InstanceTask(
    TaskId Id,
    string? Container,
    Condition Condition,
    Moment StagedAt,
    Moment? StartedAt,
    ImmutableArray<int> HostPorts,
    V1.TaskStatus? Status);

/// <summary>An agent, as far as instances remember it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Host">Its host name.</param>
/// <param name="Region">Its region, if it has one.</param>
/// <param name="Zone">Its zone, if it has one.</param>
/// <param name="Attributes">Its attributes, as constraints compare them.</param>
public sealed record InstanceAgent(
    string Id, string Host, string? Region, string? Zone, ImmutableSortedDictionary<string, string> Attributes)
{
    /// <summary>The value of a constraint's field; null if it has none.</summary>
    public string? Field(string name) => name switch
    {
        "hostname" or "@hostname" => Host,
        "@region" => Region,
        "@zone" => Zone,
        _ => Attributes.GetValueOrDefault(name),
    };
}
