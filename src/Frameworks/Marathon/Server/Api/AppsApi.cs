using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Kernel.Model;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/apps</c> (Marathon: AppsResource.scala).</summary>
internal static class AppsApi
{
    /// <summary>Serves a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rest">The path after <c>/v2/apps/</c>.</param>
    internal static Task ServeAsync(ApiRequest request, string rest)
    {
        request.DemandJson();
        var segments = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0)
        {
            return ServeAllAsync(request);
        }

        return segments switch
        {
            [.., _, "tasks"] => AppTasksApi.ServeAsync(request, IdOf(segments, 1), IsGroup(segments, 1), null),
            [.., _, "tasks", var task] =>
                AppTasksApi.ServeAsync(request, IdOf(segments, 2), IsGroup(segments, 2), task),
            [.., _, "versions"] => VersionsAsync(request, IdOf(segments, 1)),
            [.., _, "versions", var version] => VersionAsync(request, IdOf(segments, 2), version),
            [.., _, "restart"] when request.Method == "POST" => RestartAsync(request, IdOf(segments, 1)),
            _ => ServeOneAsync(request, segments),
        };
    }

    /// <summary>The apps anywhere beneath a group.</summary>
    internal static IEnumerable<AppDefinition> Beneath(MarathonView view, PathId group) =>
        view.Tree.Beneath(group).OfType<AppDefinition>();

    private static Task ServeAllAsync(ApiRequest request) => request.Method switch
    {
        "GET" or "HEAD" => ListAsync(request),
        "POST" => CreateAsync(request),
        "PUT" => UpdateManyAsync(request, request.Flag("partialUpdate", true), true),
        "PATCH" => UpdateManyAsync(request, true, false),
        _ => throw Routes.WrongMethod(),
    };

    private static Task ServeOneAsync(ApiRequest request, string[] segments)
    {
        var id = IdOf(segments, 0);
        return request.Method switch
        {
            "GET" or "HEAD" when IsGroup(segments, 0) => GroupAsync(request, id),
            "GET" or "HEAD" => GetAsync(request, id),
            "PUT" => UpdateAsync(request, id, request.Flag("partialUpdate", true), true),
            "PATCH" => UpdateAsync(request, id, true, false),
            "DELETE" => DeleteAsync(request, id),
            _ => throw Routes.WrongMethod(),
        };
    }

    private static async Task ListAsync(ApiRequest request)
    {
        var filter = AppFilter.Of(request);
        var embeds = EmbedNames.Of(request.Query("embed")) | Embeds.Counts | Embeds.Deployments;
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await WriteAsync(request, "apps", view.Tree.Apps.Where(filter.Matches), view, embeds).ConfigureAwait(false);
    }

    private static async Task GroupAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var embeds = EmbedNames.Of(request.Query("embed"))
            | Embeds.Counts | Embeds.Deployments | Embeds.Tasks | Embeds.LastTaskFailure;
        await WriteAsync(request, "*", Beneath(view, id), view, embeds).ConfigureAwait(false);
    }

    private static Task WriteAsync(
        ApiRequest request, string name, IEnumerable<AppDefinition> apps, MarathonView view, Embeds embeds) =>
        request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(name);
            foreach (var app in apps)
            {
                AppJson.Write(writer, app, view, embeds, Now(request));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static async Task GetAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var app = view.Tree.App(id) ?? throw new RefusedException(Refusal.NoApp(id));
        var embeds = EmbedNames.Of(request.Query("embed"))
            | Embeds.Counts | Embeds.Tasks | Embeds.LastTaskFailure | Embeds.Deployments;
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("app");
            AppJson.Write(writer, app, view, embeds, Now(request));
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task CreateAsync(ApiRequest request)
    {
        var app = Shape(await request.ReadAsync().ConfigureAwait(false), whole: true);
        var answer = await request.ChangeAsync(
            new RootChange.CreateApp(app), request.Flag("force")).ConfigureAwait(false);
        Locate(request, answer.Spec!.Id);
        await request.ReplyAsync(
            writer => AppJson.WriteCreated(writer, answer.Spec,
                answer.Plan!.Id), StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private static async Task UpdateAsync(ApiRequest request, PathId id, bool partial, bool mayCreate)
    {
        var update = Shape(await request.ReadAsync().ConfigureAwait(false), whole: false);
        update.Remove("id");
        var answer = await request.ChangeAsync(
            new RootChange.UpdateApps([(id, update)], partial, mayCreate), request.Flag("force")).ConfigureAwait(false);
        if (answer.Created)
        {
            Locate(request, id);
        }

        await request.DeployedAsync(
            answer.Plan!, answer.Created ? StatusCodes.Status201Created
                : StatusCodes.Status200OK).ConfigureAwait(false);
    }

    private static async Task UpdateManyAsync(ApiRequest request, bool partial, bool mayCreate)
    {
        var sent = await request.ReadAsync().ConfigureAwait(false) as JsonArray;
        var violations = new Violations();
        violations.Demand(sent is not null, "/", "error.expected.jsarray");
        var updates = new List<(PathId, JsonObject)>();
        for (var i = 0; i < (sent?.Count ?? 0); i++)
        {
            var part = new Violations();
            var update = AppReader.Shape(sent![i] ?? JsonValue.Create(""), false, part);
            part.Demand(update is null || update["id"] is not null, "/id", "App Update must have app id set");
            violations.AddAll($"({i})", part);
            if (update?["id"] is { } id)
            {
                update.Remove("id");
                updates.Add((PathId.Of((string)id!), update));
            }
        }

        Demand(violations);
        var answer = await request.ChangeAsync(
            new RootChange.UpdateApps(updates, partial, mayCreate), request.Flag("force")).ConfigureAwait(false);
        await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ApiRequest request, PathId id)
    {
        var answer = await request.ChangeAsync(
            new RootChange.DeleteApp(id), request.Flag("force", true)).ConfigureAwait(false);
        await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
    }

    private static async Task RestartAsync(ApiRequest request, PathId id)
    {
        var answer = await request.ChangeAsync(
            new RootChange.RestartApp(id), request.Flag("force")).ConfigureAwait(false);
        await request.DeployedAsync(answer.Plan!).ConfigureAwait(false);
    }

    private static async Task VersionsAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        _ = view.Tree.App(id) ?? throw new RefusedException(Refusal.NoApp(id));
        var versions = await request.Scheduling.VersionsAsync(id, request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("versions");
            foreach (var version in versions)
            {
                writer.WriteStringValue(version.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task VersionAsync(ApiRequest request, PathId id, string text)
    {
        var version = ParseVersion(text);
        var app = await request.Scheduling.VersionAsync(id, version,
            request.Aborted).ConfigureAwait(false) as AppDefinition
            ?? throw new RefusedException(Refusal.NoApp(id, version));
        await request.ReplyAsync(writer => SpecJson.Write(writer, app)).ConfigureAwait(false);
    }

    /// <summary>Reads a version out of a path.</summary>
    internal static Core.Version ParseVersion(string text) => Core.Version.TryParse(text, out var version)
        ? version
        : throw new RefusedException(new Refusal.Unprocessable($"Invalid format: \"{text}\""));

    /// <summary>Refuses what has the wrong form.</summary>
    internal static void Demand(Violations violations)
    {
        if (!violations.None)
        {
            throw new RefusedException(Refusal.OfShape(violations));
        }
    }

    /// <summary>Says where something that was created is.</summary>
    internal static void Locate(ApiRequest request, PathId id)
    {
        var http = request.Context.Request;
        request.Context.Response.Headers.Location = $"{http.Scheme}://{http.Host}{id}";
    }

    /// <summary>The present moment.</summary>
    internal static Moment Now(ApiRequest request) => Moment.From(request.Scheduling.Time.GetUtcNow());

    private static JsonObject Shape(JsonNode sent, bool whole)
    {
        var violations = new Violations();
        var shaped = AppReader.Shape(sent, whole, violations);
        Demand(violations);
        return shaped!;
    }

    private static PathId IdOf(string[] segments, int without) =>
        PathId.Of(string.Join('/', segments[..^without].Where(static segment => segment != "*")));

    private static bool IsGroup(string[] segments, int without) => segments[^(without + 1)] == "*";
}
