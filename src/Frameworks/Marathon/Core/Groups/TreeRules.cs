namespace Kernel.Marathon.Core;

/// <summary>
/// What must hold of the whole after a change (Marathon: RootGroup.validRootGroup, DeploymentPlan validation).
/// </summary>
internal static class TreeRules
{
    /// <summary>Notes what is wrong with a changed tree.</summary>
    internal static void Check(TreeEdit edit)
    {
        CheckRoles(edit);
        CheckEnforcement(edit);
        CheckVolumeNames(edit);
        if (DependencyLayers.Of(edit.Tree) is null)
        {
            edit.Violations.Add("/", "Dependency graph has cyclic dependencies.");
        }

        foreach (var id in edit.Touched)
        {
            if (edit.Before.Spec(id) is { } old && edit.Tree.Spec(id) is { } updated && !edit.IsForced)
            {
                ResidentRules.CheckUpdate(old, updated, "/", edit.Violations);
            }
        }
    }

    private static void CheckRoles(TreeEdit edit)
    {
        foreach (var id in edit.Touched)
        {
            if (edit.Tree.Spec(id) is { } spec)
            {
                var allowed = AllowedRoles(edit, spec.Id);
                edit.Violations.Demand(
                    allowed.Contains(spec.Role), "/role", $"got {spec.Role}, expected one of: [{string.Join(", ", allowed)}]");
            }
        }
    }

    private static IReadOnlyList<string> AllowedRoles(TreeEdit edit, PathId id)
    {
        var group = id.Top.Name;
        string[] allowed = id.Parent.IsRoot ? [edit.Settings.Role]
            : edit.Tree.EnforcesRole(id) ? [group]
            : [edit.Settings.Role, group];
        return edit.Before.Spec(id) is { } old ? [.. allowed.Append(old.Role).Distinct()] : [.. allowed.Distinct()];
    }

    private static void CheckEnforcement(TreeEdit edit)
    {
        var changed = edit.Before.Groups.Values.Any(old =>
            edit.Tree.Group(old.Id) is { } group && (group.EnforceRole ?? false) != (old.EnforceRole ?? false));
        var services = edit.Touched.Any(id => edit.Before.Spec(id) != edit.Tree.Spec(id));
        edit.Violations.Demand(
            !changed || !services,
            "/",
            "enforceRole cannot be modified in a request that adds, removes or modifies services; "
                + "please make these changes in separate requests.");
    }

    private static void CheckVolumeNames(TreeEdit edit)
    {
        foreach (var app in edit.Touched.Select(edit.Tree.App).OfType<AppDefinition>())
        {
            foreach (var name in ExternalVolumeRules.Names(app))
            {
                var others = edit.Tree.Apps
                    .Where(other => other.Id != app.Id && ExternalVolumeRules.Names(other).Contains(name))
                    .Select(static other => other.Id.Value)
                    .ToList();
                edit.Violations.Demand(
                    others.Count == 0,
                    $"/apps/{app.Id}/container",
                    $"Volume name '{name}' in {app.Id} conflicts with volume(s) of same name in app(s): {string.Join(", ", others)}");
            }
        }
    }
}
