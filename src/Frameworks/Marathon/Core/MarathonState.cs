using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>Everything Marathon knows. Its methods only record: what they record is decided elsewhere.</summary>
public sealed class MarathonState(MarathonSettings settings)
{
    private readonly OrderedDictionary<string, Deployment> deployments = [];
    private readonly Dictionary<PathId, string> locks = [];

    /// <summary>What the operator set.</summary>
    public MarathonSettings Settings { get; } = settings;

    /// <summary>What is to run.</summary>
    public Tree Tree { get; private set; } = Tree.Empty;

    /// <summary>What apps and pods were before.</summary>
    public VersionHistory Versions { get; } = new();

    /// <summary>What was to run before.</summary>
    public RootHistory History { get; } = new();

    /// <summary>What runs.</summary>
    public InstanceBook Instances { get; } = new();

    /// <summary>How healthy it is.</summary>
    public HealthBook Health { get; } = new();

    /// <summary>What the offers of late were like.</summary>
    public OfferBook Offers { get; } = new();

    /// <summary>The subscription.</summary>
    public MesosLink Mesos { get; } = new();

    /// <summary>Kills that are under way.</summary>
    public KillBook Kills { get; } = new();

    /// <summary>Instances that are gone but whose reservations are still to be freed, with their roles.</summary>
    public Dictionary<InstanceId, string> Releasing { get; } = [];

    /// <summary>The roles under which offers are of use at present.</summary>
    public IReadOnlyCollection<string> UsefulRoles =>
        Releasing.Count == 0 ? Instances.WaitingRoles : [.. Instances.WaitingRoles.Union(Releasing.Values)];

    /// <summary>Deployments that are under way, oldest first.</summary>
    public IReadOnlyCollection<Deployment> Deployments => deployments.Values;

    /// <summary>What failed last, by app.</summary>
    public ImmutableDictionary<PathId, TaskFailure> Failures { get; private set; } =
        ImmutableDictionary<PathId, TaskFailure>.Empty;

    /// <summary>How launches are slowed, by app.</summary>
    public ImmutableDictionary<PathId, Backoff> Backoffs { get; private set; } =
        ImmutableDictionary<PathId, Backoff>.Empty;

    /// <summary>How many launches may still be made now.</summary>
    public int LaunchTokens { get; set; } = settings.LaunchTokens;

    /// <summary>Counts what Marathon was told, so that views can be shared until something happens.</summary>
    public long Revision { get; set; }

    /// <summary>A deployment; null if there is none.</summary>
    public Deployment? Deployment(string id) => deployments.GetValueOrDefault(id);

    /// <summary>The deployment that holds an app or pod; null if none does.</summary>
    public Deployment? LockedBy(PathId id) => locks.TryGetValue(id, out var holder) ? deployments[holder] : null;

    /// <summary>What the deployment that holds an app or pod is doing to it now; null if nothing.</summary>
    public DeploymentAction? ActionOn(PathId id) =>
        LockedBy(id)?.CurrentActions.FirstOrDefault(action => action.Id == id);

    /// <summary>When an app may be launched; the epoch if it has not failed.</summary>
    public Moment NotBefore(RunSpec spec, Moment now) =>
        Backoffs.TryGetValue(spec.Id, out var backoff) && !backoff.IsOver(spec, now) ? backoff.NotBefore : Moment.Epoch;

    /// <summary>An app's back-off; null if it has none.</summary>
    public Backoff? BackoffOf(PathId id) => Backoffs.TryGetValue(id, out var backoff) ? backoff : null;

    /// <summary>Sets what is to run.</summary>
    /// <param name="tree">The new root.</param>
    /// <param name="changed">The apps and pods that it has otherwise than the root before.</param>
    public void SetTree(Tree tree, IReadOnlyList<PathId> changed)
    {
        Tree = tree;
        History.Add(tree, changed);
    }

    /// <summary>Adds or replaces a deployment.</summary>
    public void SetDeployment(Deployment deployment)
    {
        deployments[deployment.Id] = deployment;
        foreach (var id in deployment.Plan.Affected)
        {
            locks[id] = deployment.Id;
        }
    }

    /// <summary>Forgets a deployment.</summary>
    public void RemoveDeployment(Deployment deployment)
    {
        deployments.Remove(deployment.Id);
        foreach (var id in deployment.Plan.Affected.Where(id => locks.GetValueOrDefault(id) == deployment.Id))
        {
            locks.Remove(id);
        }
    }

    /// <summary>Sets or forgets an app's back-off.</summary>
    public void SetBackoff(PathId id, Backoff? backoff) =>
        Backoffs = backoff is { } set ? Backoffs.SetItem(id, set) : Backoffs.Remove(id);

    /// <summary>Sets or forgets an app's last failure.</summary>
    public void SetFailure(PathId id, TaskFailure? failure) =>
        Failures = failure is null ? Failures.Remove(id) : Failures.SetItem(id, failure);
}

/// <summary>The last failure of an app's task.</summary>
public sealed record TaskFailure(
    PathId SpecId,
    string TaskId,
    string State,
    string Message,
    string Host,
    string? AgentId,
    Version Version,
    Moment At);
