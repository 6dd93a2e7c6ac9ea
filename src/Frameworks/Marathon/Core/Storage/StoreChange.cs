using Google.Protobuf;
using Kernel.Messages.Store;

namespace Kernel.Marathon.Core;

/// <summary>Makes a change of the root: in the state, in the store, and in the history.</summary>
internal static class StoreChange
{
    /// <summary>Makes the change of a finished edit.</summary>
    internal static void Commit(MarathonState state, TreeEdit edit, MarathonStep step)
    {
        var changes = edit.Touched
            .Select(id => new SpecChange(id, edit.Before.Spec(id), edit.Tree.Spec(id)))
            .Where(static change => !ReferenceEquals(change.Before, change.After))
            .ToList();
        foreach (var change in changes)
        {
            StoreSpec(state, change, step);
        }

        StoreGroups(edit, step);
        var groups = GroupChanges.Between(edit.Before, edit.Tree);
        var root = new MarathonRootChange
        {
            Format = Stored.Format,
            VersionMs = edit.Now.Milliseconds,
            Specs = { changes.Select(Stored.Message) },
            GroupsBefore = { groups.Before.Select(Stored.Message) },
            GroupsAdded = { groups.Added.Select(static id => id.Value) },
        };
        step.Put(Stored.RootKey(edit.Now), root.ToByteArray());
        state.SetTree(edit.Tree, [.. changes.Select(static change => change.Id)]);
        state.Mesos.LacksRole |= changes.Any(
            change => change.After is { } spec && !state.Mesos.Roles.Contains(spec.Role));
        Trim(state, step);
    }

    private static void StoreSpec(MarathonState state, SpecChange change, MarathonStep step)
    {
        if (change.After is not { } spec)
        {
            step.Delete(Stored.SpecKey(change.Id));
            return;
        }

        var value = Stored.Write(spec);
        step.Put(Stored.SpecKey(change.Id), value);
        step.Put(Stored.VersionKey(change.Id, spec.Version), value);
        state.Versions.Add(spec);
        foreach (var old in state.Versions.Trim(change.Id, state.Settings.MaxVersions))
        {
            step.Delete(Stored.VersionKey(change.Id, old));
        }
    }

    private static void StoreGroups(TreeEdit edit, MarathonStep step)
    {
        foreach (var group in edit.Tree.Groups.Values)
        {
            if (!ReferenceEquals(edit.Before.Group(group.Id), group))
            {
                step.Put(Stored.GroupKey(group.Id), Stored.Write(group));
            }
        }

        foreach (var id in edit.Before.Groups.Keys.Where(id => edit.Tree.Group(id) is null))
        {
            step.Delete(Stored.GroupKey(id));
        }
    }

    /// <summary>Forgets the oldest roots, and the apps that only they had.</summary>
    private static void Trim(MarathonState state, MarathonStep step)
    {
        foreach (var (root, gone) in state.History.Trim(state.Settings.MaxVersions))
        {
            step.Delete(Stored.RootKey(root));
            foreach (var id in gone.Where(id => state.Tree.Spec(id) is null))
            {
                foreach (var version in state.Versions.Trim(id, 0))
                {
                    step.Delete(Stored.VersionKey(id, version));
                }
            }
        }
    }
}
