using System.Collections.Immutable;

namespace Kernel.Marathon.Core;

/// <summary>A group.</summary>
/// <param name="Id">Its path.</param>
/// <param name="Dependencies">Apps and groups that must be deployed before everything beneath it.</param>
/// <param name="EnforceRole">Whether what is beneath must have its role; null but for top-level groups.</param>
/// <param name="Version">The root version that last changed it or something beneath.</param>
public sealed record GroupNode(PathId Id, IReadOnlyList<PathId> Dependencies, bool? EnforceRole, Version Version);

/// <summary>Everything that is to run: the root group, as a value.</summary>
/// <param name="Specs">Every app and pod by its path.</param>
/// <param name="Groups">Every group by its path; the root is always there.</param>
/// <param name="Version">The version of the root.</param>
public sealed record Tree(
    ImmutableSortedDictionary<PathId, RunSpec> Specs,
    ImmutableSortedDictionary<PathId, GroupNode> Groups,
    Version Version)
{
    /// <summary>Nothing to run.</summary>
    public static readonly Tree Empty = new(
        ImmutableSortedDictionary<PathId, RunSpec>.Empty,
        ImmutableSortedDictionary<PathId, GroupNode>.Empty.Add(PathId.Root, new(PathId.Root, [], null, default)),
        default);

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
