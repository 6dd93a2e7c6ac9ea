using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>Creates, changes and removes groups in a tree (Marathon: GroupsResource.scala, Group.fromUpdate).</summary>
internal static class ChangeGroups
{
    /// <summary>A new group.</summary>
    internal static Refusal? Create(TreeEdit edit, PathId id, JsonObject sent)
    {
        if (edit.Tree.Specs.ContainsKey(id))
        {
            return new Refusal.Conflict($"An app with the path {id} already exists.");
        }

        return edit.Tree.Groups.ContainsKey(id) && !id.IsRoot
            ? new Refusal.Conflict($"Group {id} is already created. Use PUT to change this group.")
            : Put(edit, id, sent);
    }

    /// <summary>A group is changed by one of the three forms of an update.</summary>
    internal static Refusal? Update(TreeEdit edit, PathId id, JsonObject sent, MarathonState state)
    {
        foreach (var name in (string[])["version", "scaleBy"])
        {
            if (sent[name] is not null && sent.Count > 1)
            {
                edit.Violations.Add($"/{name}", "not allowed in conjunction with other properties.");
                return Refusal.Of(edit.Violations);
            }
        }

        return sent["version"] is { } version ? Revert(edit, id, (string)version!, state)
            : sent["scaleBy"] is { } factor ? Scale(edit, id, (double)factor!)
            : Put(edit, id, sent);
    }

    /// <summary>A group and all in it goes.</summary>
    internal static Refusal? Delete(TreeEdit edit, PathId id)
    {
        if (edit.Tree.Group(id) is null)
        {
            return Refusal.NoGroup(id);
        }

        edit.RemoveGroup(id);
        return null;
    }

    /// <summary>Whether a top-level group's role is enforced.</summary>
    internal static Refusal? Enforce(TreeEdit edit, PathId id, bool enforced)
    {
        if (edit.Tree.Group(id) is not { } group)
        {
            return Refusal.NoGroup(id);
        }

        if (id.IsRoot || !id.Parent.IsRoot)
        {
            return new Refusal.Unprocessable(
                $"enforceRole can only be set for top-level groups, and {id} is not top-level");
        }

        edit.PutGroup(group with { EnforceRole = enforced });
        return null;
    }

    private static Refusal? Revert(TreeEdit edit, PathId id, string text, MarathonState state)
    {
        if (!Version.TryParse(text, out var version))
        {
            return new Refusal.Unprocessable($"Invalid format: \"{text}\"");
        }

        if (state.History.At(version) is not { } tree || tree.Group(id) is null)
        {
            return Refusal.NoGroup(id, version);
        }

        edit.Become(tree, id);
        return null;
    }

    private static Refusal? Scale(TreeEdit edit, PathId id, double factor)
    {
        if (edit.Tree.Group(id) is null)
        {
            return Refusal.NoGroup(id);
        }

        foreach (var app in edit.Tree.Beneath(id).OfType<AppDefinition>().ToList())
        {
            edit.Put(app.Scaled((int)Math.Min(int.MaxValue, Math.Ceiling(app.Instances * factor))));
        }

        return null;
    }

    private static Refusal? Put(TreeEdit edit, PathId id, JsonObject sent)
    {
        Put(edit, id, sent, "");
        return edit.Violations.None ? null : Refusal.Of(edit.Violations);
    }

    private static void Put(TreeEdit edit, PathId id, JsonObject sent, string path)
    {
        edit.EnsureGroup(id);
        var old = edit.Tree.Group(id)!;
        edit.PutGroup(old with
        {
            Dependencies = sent["dependencies"] is JsonArray dependencies
                ? [.. dependencies.Select(target => PathId.Resolve((string)target!, id)).Distinct()]
                : old.Dependencies,
            EnforceRole = EnforceRole(edit, old, sent, path),
        });
        PutApps(edit, id, sent["apps"] as JsonArray, path);
        PutGroups(edit, id, sent["groups"] as JsonArray, path);
    }

    private static bool? EnforceRole(TreeEdit edit, GroupNode group, JsonObject sent, string path)
    {
        if (sent["enforceRole"] is not { } enforced)
        {
            return group.EnforceRole;
        }

        var isTop = !group.Id.IsRoot && group.Id.Parent.IsRoot;
        edit.Violations.Demand(
            isTop,
            $"{path}/enforceRole",
            $"enforceRole can only be set for top-level groups, and {group.Id} is not top-level");
        return isTop ? (bool)enforced : null;
    }

    private static void PutApps(TreeEdit edit, PathId group, JsonArray? apps, string path)
    {
        if (apps is null)
        {
            return;
        }

        var listed = new HashSet<PathId>();
        for (var i = 0; i < apps.Count; i++)
        {
            listed.Add(PutApp(edit, group, (JsonObject)apps[i]!, $"{path}/apps({i})"));
        }

        foreach (var app in edit.Tree.Apps.Where(app => app.Id.Parent == group && !listed.Contains(app.Id)).ToList())
        {
            edit.Remove(app.Id);
        }
    }

    private static PathId PutApp(TreeEdit edit, PathId group, JsonObject sent, string path)
    {
        var app = (JsonObject)sent.DeepClone();
        var id = PathId.Resolve((string)app["id"]!, group);
        if (app["dependencies"] is JsonArray dependencies)
        {
            app["dependencies"] = new JsonArray(
                [.. dependencies.Select(target => (JsonNode)PathId.Resolve((string)target!, group).Value)]);
        }

        var nested = new TreeEdit(edit.Tree, edit.Now, edit.Settings, edit.IsForced);
        nested.Violations.Demand(
            id.Parent == group, "/id", $"Identifier is not child of '{group}'. Hint: use relative paths.");
        _ = ChangeApps.Put(nested, id, app, null, edit.Tree.App(id)?.Role);
        edit.Violations.AddAll(path, nested.Violations);
        if (nested.Violations.None)
        {
            edit.Put(nested.Tree.App(id)!);
        }

        return id;
    }

    private static void PutGroups(TreeEdit edit, PathId group, JsonArray? groups, string path)
    {
        if (groups is null)
        {
            return;
        }

        var listed = new HashSet<PathId>();
        for (var i = 0; i < groups.Count; i++)
        {
            var sent = (JsonObject)groups[i]!;
            var id = PathId.Resolve((string)sent["id"]!, group);
            var at = $"{path}/groups({i})";
            edit.Violations.Demand(id.Parent == group
                && id != group, $"{at}/id", $"Identifier is not child of '{group}'. Hint: use relative paths.");
            if (edit.Violations.None)
            {
                Put(edit, id, sent, at);
            }

            listed.Add(id);
        }

        var dropped = edit.Tree.Groups.Keys.Where(id => !id.IsRoot && id.Parent == group
            && !listed.Contains(id)).ToList();
        dropped.ForEach(edit.RemoveGroup);
    }
}
