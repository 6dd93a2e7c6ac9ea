using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// What readers see: Marathon as it was at one moment. Making one costs nothing, since it shares what does not change.
/// </summary>
public sealed class MarathonView
{
    private static readonly ImmutableDictionary<InstanceId, Instance> None = ImmutableDictionary<InstanceId, Instance>.Empty;

    private readonly ImmutableDictionary<PathId, ImmutableDictionary<InstanceId, Instance>> instances;
    private readonly Dictionary<PathId, List<string>> deploymentsOf = [];

    private MarathonView(MarathonState state)
    {
        Tree = state.Tree;
        instances = state.Instances.BySpec;
        Deployments = [.. state.Deployments];
        Failures = state.Failures;
        Backoffs = state.Backoffs;
        Health = state.Health.View;
        FrameworkId = state.Mesos.FrameworkId;
        foreach (var deployment in Deployments)
        {
            foreach (var id in deployment.Plan.Affected)
            {
                (deploymentsOf.TryGetValue(id, out var ids) ? ids : deploymentsOf[id] = []).Add(deployment.Id);
            }
        }
    }

    /// <summary>What is to run.</summary>
    public Tree Tree { get; }

    /// <summary>Deployments that are under way.</summary>
    public ImmutableArray<Deployment> Deployments { get; }

    /// <summary>What failed last, by app.</summary>
    public ImmutableDictionary<PathId, TaskFailure> Failures { get; }

    /// <summary>How launches are slowed, by app.</summary>
    public ImmutableDictionary<PathId, Backoff> Backoffs { get; }

    /// <summary>How healthy everything is.</summary>
    public HealthView Health { get; }

    /// <summary>The framework's id; null before the first subscription.</summary>
    public string? FrameworkId { get; }

    /// <summary>All instances.</summary>
    public IEnumerable<Instance> Instances => instances.Values.SelectMany(static spec => spec.Values);

    /// <summary>Takes a view. Only the loop may.</summary>
    public static MarathonView Of(MarathonState state) => new(state);

    /// <summary>The instances of an app or pod, oldest first.</summary>
    public IReadOnlyList<Instance> InstancesOf(PathId id) =>
    [
        .. instances.GetValueOrDefault(id, None).Values
            .OrderBy(static instance => instance.ScheduledAt).ThenBy(
                static instance => instance.Id.Value, StringComparer.Ordinal),
    ];

    /// <summary>The ids of the deployments that hold an app or pod.</summary>
    public IReadOnlyList<string> DeploymentsOf(PathId id) => deploymentsOf.GetValueOrDefault(id) ?? [];
}
