using System.Text.Json.Nodes;

namespace Kernel.Marathon.Core;

/// <summary>Creates, changes and removes apps in a tree (Marathon: AppsResource.scala).</summary>
internal static class ChangeApps
{
    /// <summary>A new app.</summary>
    internal static Refusal? Create(TreeEdit edit, JsonObject sent)
    {
        var id = PathId.Of((string)sent["id"]!);
        return edit.Tree.Specs.ContainsKey(id)
            ? new Refusal.Conflict($"An app with id [{id}] already exists.")
            : Put(edit, id, sent, null);
    }

    /// <summary>Changes of apps.</summary>
    internal static Refusal? Update(TreeEdit edit, RootChange.UpdateApps change, MarathonState state)
    {
        foreach (var (id, update) in change.Updates)
        {
            var existing = edit.Tree.App(id);
            if (existing is null && !change.MayCreate)
            {
                return Refusal.NoApp(id);
            }

            var refusal = update["version"] is { } version
                ? Revert(edit, id, update, (string)version!, state)
                : Put(edit, id, update, change.Partial ? existing : null, existing?.Role);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>An app goes.</summary>
    internal static Refusal? Delete(TreeEdit edit, PathId id)
    {
        if (edit.Tree.App(id) is null)
        {
            return Refusal.NoApp(id);
        }

        edit.Remove(id);
        return null;
    }

    /// <summary>All instances of an app are replaced.</summary>
    internal static Refusal? Restart(TreeEdit edit, PathId id)
    {
        if (edit.Tree.App(id) is not { } app)
        {
            return Refusal.NoApp(id);
        }

        edit.Restart(app);
        return null;
    }

    /// <summary>Reads an app and puts it into the tree.</summary>
    /// <param name="edit">The change.</param>
    /// <param name="id">The app's id.</param>
    /// <param name="sent">What was sent of it; it is used up.</param>
    /// <param name="existing">What is kept where nothing was sent.</param>
    /// <param name="role">The role that the app has so far.</param>
    internal static Refusal? Put(
        TreeEdit edit, PathId id, JsonObject sent, AppDefinition? existing, string? role = null)
    {
        PathRules.CheckSpec(id, "/id", edit.Violations);
        var app = AppReader.Read(id, sent, existing, role ?? edit.DefaultRole(id), edit.Settings, edit.Violations);
        if (app is not null)
        {
            AppRules.Check(app, edit.Settings, edit.Violations);
            CheckRoles(app, edit.Violations);
        }

        if (!edit.Violations.None)
        {
            return Refusal.Of(edit.Violations);
        }

        edit.Put(app!);
        return null;
    }

    private static void CheckRoles(AppDefinition app, Violations violations) => violations.Demand(
        app.IsResident || (app.AcceptedResourceRoles ?? []).All(role => role == "*" || role == app.Role),
        "/acceptedResourceRoles",
        $"acceptedResourceRoles can only contain * and {app.Role}");

    private static Refusal? Revert(TreeEdit edit, PathId id, JsonObject update, string text, MarathonState state)
    {
        if (update.Any(static member => member.Key is not ("version" or "id")))
        {
            edit.Violations.Add("/version", "The 'version' field may only be combined with the 'id' field.");
            return Refusal.Of(edit.Violations);
        }

        if (!Version.TryParse(text, out var version))
        {
            return new Refusal.Unprocessable($"Invalid format: \"{text}\"");
        }

        if (state.Versions.Of(id, version) is not AppDefinition app)
        {
            return Refusal.NoApp(id, version);
        }

        edit.Put(app);
        return null;
    }
}
