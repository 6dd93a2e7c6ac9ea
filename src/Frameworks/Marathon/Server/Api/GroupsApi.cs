using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/groups</c> (Marathon: GroupsResource.scala).</summary>
internal static class GroupsApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string rest)
    {
        var segments = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var id = PathId.Of(string.Join('/', segments));
        return request.Method switch
        {
            "GET" or "HEAD" => ReadAsync(request, segments),
            "POST" => CreateAsync(request, id),
            "PUT" => UpdateAsync(request, id),
            "PATCH" => EnforceAsync(request, id),
            "DELETE" => DeleteAsync(request, id),
            _ => throw Routes.WrongMethod(),
        };
    }

    private static async Task ReadAsync(ApiRequest request, string[] segments)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        switch (segments)
        {
            case [.. var id, "apps"]:
                await AppsAsync(request, view, IdOf(id)).ConfigureAwait(false);
                break;
            case [.. var id, "versions"]:
                await VersionsAsync(request, view, IdOf(id)).ConfigureAwait(false);
                break;
            case [.. var id, "versions", var version]:
                await VersionAsync(request, view, IdOf(id), AppsApi.ParseVersion(version)).ConfigureAwait(false);
                break;
            default:
                var group = Find(view.Tree, IdOf(segments));
                await request.ReplyAsync(
                    writer => Json(request, view, view.Tree).Write(writer, group)).ConfigureAwait(false);
                break;
        }
    }

    private static Task AppsAsync(ApiRequest request, MarathonView view, PathId id)
    {
        Find(view.Tree, id);
        return request.ReplyAsync(writer =>
        {
            writer.WriteStartArray();
            Json(request, view, view.Tree).WriteApps(writer, AppsApi.Beneath(view, id));
            writer.WriteEndArray();
        });
    }

    private static async Task VersionsAsync(ApiRequest request, MarathonView view, PathId id)
    {
        Find(view.Tree, id);
        var versions = await request.Scheduling.GroupVersionsAsync(id, request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var version in versions)
            {
                writer.WriteStringValue(version.ToString());
            }

            writer.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static async Task VersionAsync(ApiRequest request, MarathonView view, PathId id, Core.Version version)
    {
        var tree = await request.Scheduling.RootAsync(version, request.Aborted).ConfigureAwait(false);
        var group = tree?.Group(id) ?? throw new RefusedException(Refusal.NoGroup(id, version));
        await request.ReplyAsync(writer => Json(request, view, tree).Write(writer, group)).ConfigureAwait(false);
    }

    private static async Task CreateAsync(ApiRequest request, PathId path)
    {
        var (id, group) = await BodyAsync(request, path, needsId: true).ConfigureAwait(false);
        var answer = await request.ChangeAsync(
            new RootChange.CreateGroup(id, group), request.Flag("force")).ConfigureAwait(false);
        AppsApi.Locate(request, id);
        await request.DeployedAsync(answer.Plan!, StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private static async Task UpdateAsync(ApiRequest request, PathId path)
    {
        var (id, group) = await BodyAsync(request, path, needsId: false).ConfigureAwait(false);
        var dryRun = request.Flag("dryRun");
        var answer = await request.ChangeAsync(
            new RootChange.UpdateGroup(id, group), request.Flag("force"), dryRun).ConfigureAwait(false);
        if (!dryRun)
        {
            await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
            return;
        }

        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            DeploymentJson.WriteSteps(writer, answer.Plan!);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task EnforceAsync(ApiRequest request, PathId id)
    {
        var violations = new Violations();
        var body = new ObjectShape(("enforceRole", BoolShape.Instance.Required()))
            .Read(await request.ReadAsync().ConfigureAwait(false), "", violations);
        AppsApi.Demand(violations);
        await request.ChangeAsync(
            new RootChange.EnforceRole(id, (bool)body!["enforceRole"]!), true).ConfigureAwait(false);
        await request.EmptyAsync(StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ApiRequest request, PathId id)
    {
        var answer = await request.ChangeAsync(
            new RootChange.DeleteGroup(id), request.Flag("force")).ConfigureAwait(false);
        await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
    }

    /// <summary>Reads a group. Its id, if it has one, is taken from the path on.</summary>
    private static async Task<(PathId Id, JsonObject Group)> BodyAsync(ApiRequest request, PathId path, bool needsId)
    {
        var violations = new Violations();
        var sent = await request.ReadAsync().ConfigureAwait(false);
        var group = GroupShape.Read(sent, needsId, violations);
        AppsApi.Demand(violations);
        var id = group!["id"] is { } own ? PathId.Resolve((string)own!, path) : path;
        if (group["version"] is null && group["scaleBy"] is null)
        {
            group.Remove("id");
        }

        return (id, group);
    }

    private static GroupJson Json(ApiRequest request, MarathonView view, Tree tree) =>
        new(view, tree, GroupParts.Of([.. request.Query("embed").OfType<string>()]), AppsApi.Now(request));

    private static GroupNode Find(Tree tree, PathId id) =>
        tree.Group(id) ?? throw new RefusedException(Refusal.NoGroup(id));

    private static PathId IdOf(string[] segments) => PathId.Of(string.Join('/', segments));
}
