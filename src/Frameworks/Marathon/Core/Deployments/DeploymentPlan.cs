namespace Kernel.Marathon.Core;

/// <summary>What an action does.</summary>
public enum ActionKind
{
    /// <summary>A new app or pod begins, with no instance yet.</summary>
    Start,

    /// <summary>All instances go.</summary>
    Stop,

    /// <summary>Instances come or go.</summary>
    Scale,

    /// <summary>All instances are replaced.</summary>
    Restart,
}

/// <summary>One action of a deployment.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Id">To which app or pod.</param>
/// <param name="IsPod">Whether it is a pod.</param>
/// <param name="Kill">Instances that are to go first.</param>
public sealed record DeploymentAction(ActionKind Kind, PathId Id, bool IsPod, IReadOnlyList<InstanceId> Kill)
{
    /// <summary>The name that the API has for it: <c>ScaleApplication</c>.</summary>
    public string Name => $"{Kind}{(IsPod ? "Pod" : "Application")}";
}

/// <summary>Actions that are taken at once.</summary>
public sealed record DeploymentStep(IReadOnlyList<DeploymentAction> Actions);

/// <summary>How an app or pod changes.</summary>
/// <param name="Id">Which.</param>
/// <param name="Before">What it was; null: there was none.</param>
/// <param name="After">What it is to be; null: it goes.</param>
public sealed record SpecChange(PathId Id, RunSpec? Before, RunSpec? After);

/// <summary>How the groups change.</summary>
/// <param name="Before">Groups that changed or went, as they were.</param>
/// <param name="Added">Groups that there were not.</param>
public sealed record GroupChanges(IReadOnlyList<GroupNode> Before, IReadOnlyList<PathId> Added)
{
    /// <summary>No change.</summary>
    public static readonly GroupChanges None = new([], []);

    /// <summary>The changes from one tree to another, mere versions excepted.</summary>
    public static GroupChanges Between(Tree from, Tree to)
    {
        if (ReferenceEquals(from.Groups, to.Groups))
        {
            return None;
        }

        var changed = from.Groups.Values.Where(old => to.Group(old.Id) is not { } now || Differs(old, now)).ToList();
        return new(changed, [.. to.Groups.Keys.Where(id => !from.Groups.ContainsKey(id))]);
    }

    private static bool Differs(GroupNode old, GroupNode now) => !ReferenceEquals(old, now)
        && (old.EnforceRole != now.EnforceRole || !old.Dependencies.SequenceEqual(now.Dependencies));
}

/// <summary>How to get from what was to run to what is to run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The root version that it leads to.</param>
/// <param name="Changes">What changes.</param>
/// <param name="Groups">How the groups change.</param>
/// <param name="Steps">What is done, one step after another.</param>
public sealed record DeploymentPlan(
    string Id,
    Version Version,
    IReadOnlyList<SpecChange> Changes,
    GroupChanges Groups,
    IReadOnlyList<DeploymentStep> Steps)
{
    /// <summary>The apps and pods it holds.</summary>
    public IEnumerable<PathId> Affected => Steps
        .SelectMany(static step => step.Actions).Select(static action => action.Id).Distinct();

    /// <summary>The apps it affects.</summary>
    public IReadOnlyList<PathId> AffectedApps => AffectedOf(false);

    /// <summary>The pods it affects.</summary>
    public IReadOnlyList<PathId> AffectedPods => AffectedOf(true);

    private List<PathId> AffectedOf(bool pods) => Steps
        .SelectMany(static step => step.Actions)
        .Where(action => action.IsPod == pods)
        .Select(static action => action.Id).Distinct().ToList();
}
