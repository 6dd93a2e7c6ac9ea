using Kernel.Messages.Store;

namespace Kernel.Marathon.Core;

/// <summary>Makes the earlier roots of the present one and the changes that led to it, going backward.</summary>
internal static class RecoverHistory
{
    /// <summary>Fills the history up to, but without, the present root.</summary>
    internal static void Read(MarathonState state, Tree present, IReadOnlyList<MarathonRootChange> changes)
    {
        var tree = present;
        foreach (var change in changes.OrderByDescending(static change => change.VersionMs))
        {
            state.History.Add(
                tree.At(new(change.VersionMs)), [.. change.Specs.Select(static spec => PathId.Of(spec.Id))]);
            tree = Undo(state, tree, change);
        }
    }

    private static Tree Undo(MarathonState state, Tree tree, MarathonRootChange change)
    {
        var specs = tree.Specs.ToBuilder();
        foreach (var spec in change.Specs)
        {
            var id = PathId.Of(spec.Id);
            specs.Remove(id);
            if (spec.BeforeMs != 0 && state.Versions.Of(id, new(spec.BeforeMs)) is { } before)
            {
                specs[id] = before;
            }
        }

        var groups = tree.Groups.ToBuilder();
        groups.RemoveRange(change.GroupsAdded.Select(PathId.Of));
        foreach (var group in change.GroupsBefore.Select(Recovery.Group))
        {
            groups[group.Id] = group;
        }

        return new(specs.ToImmutable(), groups.ToImmutable(), default);
    }
}
