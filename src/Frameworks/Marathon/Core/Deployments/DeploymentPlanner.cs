namespace Kernel.Marathon.Core;

/// <summary>Works out deployments (Marathon: DeploymentPlan.scala).</summary>
public static class DeploymentPlanner
{
    private static readonly Dictionary<PathId, IReadOnlyList<InstanceId>> NoKills = [];

    /// <summary>
    /// How to get from one tree to another: what was removed stops, what is new starts, then layer by layer what others
    /// depend on first.
    /// </summary>
    /// <param name="id">The id of the deployment.</param>
    /// <param name="from">What was to run.</param>
    /// <param name="to">What is to run.</param>
    /// <param name="kill">Instances that are to go, by app or pod.</param>
    /// <param name="candidates">The only apps and pods that can differ; null: any.</param>
    public static DeploymentPlan Plan(
        string id,
        Tree from,
        Tree to,
        IReadOnlyDictionary<PathId, IReadOnlyList<InstanceId>>? kill = null,
        IEnumerable<PathId>? candidates = null)
    {
        kill ??= NoKills;
        var changes = Changes(from, to, kill, candidates ?? from.Specs.Keys.Union(to.Specs.Keys));
        var layers = DependencyLayers.Of(to) ?? new Dictionary<PathId, int>();
        DeploymentStep[] steps =
        [
            new([.. changes.Where(static change => change.After is null).Select(static change => Act(ActionKind.Stop,
                change.Before!))]),
            new([.. changes.Where(static change => change.Before is null).Select(static change => Act(ActionKind.Start,
                change.After!))]),
            .. changes
                .Where(static change => change.After is not null)
                .GroupBy(change => layers.GetValueOrDefault(change.Id))
                .OrderBy(static layer => layer.Key)
                .Select(layer => new DeploymentStep(
                    [.. layer.Select(change => Change(change, kill)).OfType<DeploymentAction>()])),
        ];
        return new(id, to.Version, changes, GroupChanges.Between(from, to),
            [.. steps.Where(static step => step.Actions.Count > 0)]);
    }

    private static List<SpecChange> Changes(
        Tree from,
        Tree to,
        IReadOnlyDictionary<PathId,
        IReadOnlyList<InstanceId>> kill,
        IEnumerable<PathId> candidates) =>
    [
        .. candidates
            .Order()
            .Select(id => new SpecChange(id, from.Spec(id), to.Spec(id)))
            .Where(change => kill.ContainsKey(change.Id) || !ReferenceEquals(change.Before, change.After))
            .Where(change => kill.ContainsKey(change.Id) || IsAffected(change)),
    ];

    private static bool IsAffected(SpecChange change) =>
        change.Before is null || change.After is null || IsScaled(change) || IsChanged(change);

    private static bool IsScaled(SpecChange change) => change.Before!.InstanceCount != change.After!.InstanceCount;

    private static bool IsChanged(SpecChange change) => change.Before!.ConfigVersion != change.After!.ConfigVersion;

    private static DeploymentAction? Change(
        SpecChange change, IReadOnlyDictionary<PathId, IReadOnlyList<InstanceId>> kill)
    {
        var restarts = change.Before is not null && change.After!.InstanceCount > 0 && IsChanged(change);
        return Act(restarts ? ActionKind.Restart : ActionKind.Scale, change.After!) with
        {
            Kill = kill.GetValueOrDefault(change.Id) ?? [],
        };
    }

    private static DeploymentAction Act(ActionKind kind, RunSpec spec) => new(kind, spec.Id, spec.IsPod, []);
}
