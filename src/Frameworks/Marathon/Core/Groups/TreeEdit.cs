namespace Kernel.Marathon.Core;

/// <summary>
/// One change of the root in the making. Small steps change the tree; <see cref="Finish"/> gives new versions and ports
/// and checks
/// what only the whole can show.
/// </summary>
public sealed class TreeEdit(Tree before, Version now, MarathonSettings settings, bool force)
{
    private readonly SortedSet<PathId> touched = [];
    private readonly HashSet<PathId> restarted = [];

    /// <summary>The tree before the change.</summary>
    public Tree Before { get; } = before;

    /// <summary>The tree so far.</summary>
    public Tree Tree { get; private set; } = before.At(now);

    /// <summary>The version that the change makes.</summary>
    public Version Now { get; } = now;

    /// <summary>What the operator set.</summary>
    public MarathonSettings Settings { get; } = settings;

    /// <summary>What is wrong with it.</summary>
    public Violations Violations { get; } = new();

    /// <summary>The apps and pods it names.</summary>
    public IReadOnlyCollection<PathId> Touched => touched;

    /// <summary>Sets an app or pod.</summary>
    public void Put(RunSpec spec)
    {
        if (!spec.Id.IsRoot && Tree.Groups.ContainsKey(spec.Id))
        {
            Violations.Demand(
                Tree.IsEmptyGroup(spec.Id),
                $"/{(spec.IsPod ? "pods" : "apps")}/{spec.Id}",
                $"Groups and {(spec.IsPod ? "Pods" : "Applications")} may not have the same identifier.");
            Tree = Tree.WithoutGroups([spec.Id]);
        }

        EnsureGroup(spec.Id.Parent);
        touched.Add(spec.Id);
        Tree = Tree.With(spec);
        Touch(spec.Id.Parent);
    }

    /// <summary>Has all instances of an app or pod replaced.</summary>
    public void Restart(RunSpec spec)
    {
        restarted.Add(spec.Id);
        touched.Add(spec.Id);
        Touch(spec.Id.Parent);
    }

    /// <summary>Removes an app or pod.</summary>
    public void Remove(PathId id)
    {
        touched.Add(id);
        Tree = Tree.Without(id);
        Touch(id.Parent);
    }

    /// <summary>Removes a group and all in it; the root is emptied.</summary>
    public void RemoveGroup(PathId id)
    {
        foreach (var spec in Tree.Beneath(id).ToList())
        {
            Remove(spec.Id);
        }

        var gone = Tree.Groups.Keys.Where(group => id.IsAbove(group) || (group == id && !id.IsRoot)).ToList();
        Tree = Tree.WithoutGroups(gone);
        Touch(id.Parent);
    }

    /// <summary>Makes sure that a group and those above it are there.</summary>
    public void EnsureGroup(PathId id)
    {
        foreach (var group in id.Ancestors().Append(id))
        {
            if (!Tree.Groups.ContainsKey(group))
            {
                Violations.Demand(
                    !Tree.Specs.ContainsKey(group),
                    $"/groups/{group}",
                    "Groups and Applications may not have the same identifier.");
                bool? enforce = group.Parent.IsRoot && !group.IsRoot && Settings.NewGroupsEnforceRole ? true : null;
                Tree = Tree.With(new GroupNode(group, [], enforce, Now));
            }
        }
    }

    /// <summary>Sets a group's dependencies or role.</summary>
    public void PutGroup(GroupNode group)
    {
        EnsureGroup(group.Id);
        Tree = Tree.With(group with { Version = Now });
        Touch(group.Id.Parent);
    }

    /// <summary>Takes a whole other tree, as a revert does.</summary>
    public void Become(Tree other, PathId beneath)
    {
        foreach (var id in Before.Specs.Keys.Concat(other.Specs.Keys).Where(beneath.IsAbove).Distinct().ToList())
        {
            if (other.Spec(id) is { } spec)
            {
                Put(spec);
            }
            else
            {
                Remove(id);
            }
        }

        foreach (var group in other.Groups.Values.Where(group => beneath == group.Id || beneath.IsAbove(group.Id)))
        {
            PutGroup(group);
        }
    }

    /// <summary>The role of an app or pod that does not say one.</summary>
    public string DefaultRole(PathId id) =>
        Tree.EnforcesRole(id) || (!id.Parent.IsRoot && Tree.Group(id.Top) is null && Settings.NewGroupsEnforceRole)
            ? id.Top.Name
            : Settings.Role;

    /// <summary>Gives changed apps and pods their versions and ports, and checks the whole.</summary>
    /// <returns>Null if all is well.</returns>
    public Refusal? Finish()
    {
        foreach (var id in touched)
        {
            if (Tree.Spec(id) is { } spec)
            {
                Tree = Tree.With(Settle(spec, Before.Spec(id)));
            }
        }

        TreeRules.Check(this);
        return Violations.None ? null : Refusal.Of(Violations);
    }

    /// <summary>Whether an app or pod may change its role although it has volumes under the old one.</summary>
    public bool IsForced => force;

    private RunSpec Settle(RunSpec spec, RunSpec? old)
    {
        var enforced = spec with { RoleEnforced = Tree.EnforcesRole(spec.Id) };
        var ported = enforced is AppDefinition app
            ? ServicePorts.Assign(app, old as AppDefinition, Tree, Settings, Violations)
            : enforced;
        return SpecVersions.Settle(ported, old, restarted.Contains(spec.Id), Now);
    }

    private void Touch(PathId group)
    {
        foreach (var id in group.Ancestors().Append(group))
        {
            if (Tree.Groups.TryGetValue(id, out var node) && node.Version != Now)
            {
                Tree = Tree.With(node with { Version = Now });
            }
        }
    }
}
