using System.Collections.Immutable;

namespace Kernel.Marathon.Core;

/// <summary>A group.</summary>
/// <param name="Id">Its path.</param>
/// <param name="Dependencies">Apps and groups that must be deployed before everything beneath it.</param>
/// <param name="EnforceRole">Whether what is beneath must have its role; null but for top-level groups.</param>
/// <param name="Version">The root version that last changed it or something beneath.</param>
public sealed record GroupNode(PathId Id, IReadOnlyList<PathId> Dependencies, bool? EnforceRole, Version Version);

/// <summary>Everything that is to run: the root group, as a value.</summary>
/// <param name="specs">Every app and pod by its path.</param>
/// <param name="groups">Every group by its path; the root is always there.</param>
/// <param name="version">The version of the root.</param>
public sealed class Tree(
    ImmutableSortedDictionary<PathId, RunSpec> specs,
    ImmutableSortedDictionary<PathId, GroupNode> groups,
    Version version)
{
    /// <summary>Nothing to run.</summary>
    public static readonly Tree Empty = new(
        ImmutableSortedDictionary<PathId, RunSpec>.Empty,
        ImmutableSortedDictionary<PathId, GroupNode>.Empty.Add(PathId.Root, new(PathId.Root, [], null, default)),
        default);

    private ImmutableHashSet<PathId>? dependents;

    /// <summary>Every app and pod by its path.</summary>
    public ImmutableSortedDictionary<PathId, RunSpec> Specs { get; } = specs;

    /// <summary>Every group by its path; the root is always there.</summary>
    public ImmutableSortedDictionary<PathId, GroupNode> Groups { get; } = groups;

    /// <summary>The version of the root.</summary>
    public Version Version { get; } = version;

    /// <summary>
    /// The apps, pods and groups that depend on others. It is carried from tree to tree, since most depend on nothing.
    /// </summary>
    public ImmutableHashSet<PathId> Dependents => dependents ??=
    [
        .. Specs.Values.Where(static spec => spec.DependsOn.Count > 0).Select(static spec => spec.Id),
        .. Groups.Values.Where(static group => group.Dependencies.Count > 0).Select(static group => group.Id),
    ];

    /// <summary>The tree with an app or pod set.</summary>
    public Tree With(RunSpec spec) => new(Specs.SetItem(spec.Id, spec), Groups, Version)
    {
        dependents = spec.DependsOn.Count > 0 ? Dependents.Add(spec.Id) : Dependents.Remove(spec.Id),
    };

    /// <summary>The tree with a group set.</summary>
    public Tree With(GroupNode group) => new(Specs, Groups.SetItem(group.Id, group), Version)
    {
        dependents = group.Dependencies.Count > 0 ? Dependents.Add(group.Id) : Dependents.Remove(group.Id),
    };

    /// <summary>The tree without an app or pod.</summary>
    public Tree Without(PathId spec) =>
        new(Specs.Remove(spec), Groups, Version) { dependents = Dependents.Remove(spec) };

    /// <summary>The tree without some groups.</summary>
    public Tree WithoutGroups(IReadOnlyCollection<PathId> groups) =>
        new(Specs, Groups.RemoveRange(groups), Version) { dependents = Dependents.Except(groups) };

    /// <summary>The same tree as another version.</summary>
    public Tree At(Version version) => new(Specs, Groups, version) { dependents = dependents };

    /// <summary>The apps.</summary>
    public IEnumerable<AppDefinition> Apps => Specs.Values.OfType<AppDefinition>();

    /// <summary>An app or pod; null if there is none.</summary>
    public RunSpec? Spec(PathId id) => Specs.GetValueOrDefault(id);

    /// <summary>An app; null if there is none.</summary>
    public AppDefinition? App(PathId id) => Spec(id) as AppDefinition;

    /// <summary>A pod; null if there is none.</summary>
    public PodDefinition? Pod(PathId id) => Spec(id) as PodDefinition;

    /// <summary>A group; null if there is none.</summary>
    public GroupNode? Group(PathId id) => Groups.GetValueOrDefault(id);

    /// <summary>The apps and pods anywhere beneath a group.</summary>
    public IEnumerable<RunSpec> Beneath(PathId group) => Specs.Values.Where(spec => group.IsAbove(spec.Id));

    /// <summary>Whether nothing is in a group.</summary>
    public bool IsEmptyGroup(PathId group) =>
        !Specs.Keys.Any(group.IsAbove) && !Groups.Keys.Any(group.IsAbove);

    /// <summary>Whether the role of the top-level group above a path is enforced.</summary>
    public bool EnforcesRole(PathId id) => !id.Parent.IsRoot && Group(id.Top)?.EnforceRole == true;
}
