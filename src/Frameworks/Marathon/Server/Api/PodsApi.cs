using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/pods</c> (Marathon: PodsResource.scala).</summary>
internal static class PodsApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string rest)
    {
        request.DemandJson();
        var at = rest.IndexOf("::", StringComparison.Ordinal);
        var id = PathId.Of(at < 0 ? rest : rest[..at]);
        return at < 0 ? ServePodAsync(request, id) : ServePartAsync(request, id, rest[(at + 2)..]);
    }

    private static Task ServePodAsync(ApiRequest request, PathId id) => (request.Method, id.IsRoot) switch
    {
        ("HEAD", true) => request.EmptyAsync(StatusCodes.Status200OK),
        ("GET", true) => ListAsync(request),
        ("POST", true) => CreateAsync(request),
        ("GET" or "HEAD", false) => GetAsync(request, id),
        ("PUT", false) => UpdateAsync(request, id),
        ("DELETE", false) => DeleteAsync(request, id),
        _ => throw Routes.WrongMethod(),
    };

    private static Task ServePartAsync(ApiRequest request, PathId id, string part) =>
        (request.Method, part.Split('/', 2)) switch
    {
        ("GET" or "HEAD", ["status"]) when id.IsRoot => StatusesAsync(request),
        ("GET" or "HEAD", ["status"]) => StatusAsync(request, id),
        ("GET" or "HEAD", ["versions"]) => VersionsAsync(request, id),
        ("GET" or "HEAD", ["versions", var version]) => VersionAsync(request, id, version),
        ("DELETE", ["instances"]) => KillAsync(request, id, null),
        ("DELETE", ["instances", var instance]) => KillAsync(request, id, instance),
        (_, ["status"] or ["versions", ..] or ["instances", ..]) => throw Routes.WrongMethod(),
        _ => throw Routes.NoRoute(),
    };

    private static async Task ListAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await WriteAllAsync(
            request, view, static (writer, pod, _, _) => SpecJson.Write(writer, pod)).ConfigureAwait(false);
    }

    private static async Task StatusesAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await WriteAllAsync(request, view, PodStatusJson.Write).ConfigureAwait(false);
    }

    private static Task WriteAllAsync(
        ApiRequest request,
        MarathonView view,
        Action<System.Text.Json.Utf8JsonWriter, PodDefinition, MarathonView, Kernel.Model.Moment> write) => request.ReplyAsync(writer =>
        {
            writer.WriteStartArray();
            foreach (var pod in view.Tree.Specs.Values.OfType<PodDefinition>())
            {
                write(writer, pod, view, AppsApi.Now(request));
            }

            writer.WriteEndArray();
        });

    private static async Task GetAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var pod = Find(view, id);
        await request.ReplyAsync(writer => SpecJson.Write(writer, pod)).ConfigureAwait(false);
    }

    private static async Task StatusAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var pod = Find(view, id);
        await request.ReplyAsync(
            writer => PodStatusJson.Write(writer, pod, view, AppsApi.Now(request))).ConfigureAwait(false);
    }

    private static async Task CreateAsync(ApiRequest request)
    {
        var pod = await BodyAsync(request).ConfigureAwait(false);
        var answer = await request.ChangeAsync(
            new RootChange.CreatePod(pod), request.Flag("force")).ConfigureAwait(false);
        AppsApi.Locate(request, answer.Spec!.Id);
        await request.ReplyAsync(
            writer => SpecJson.Write(writer, answer.Spec), StatusCodes.Status201Created).ConfigureAwait(false);
    }

    private static async Task UpdateAsync(ApiRequest request, PathId id)
    {
        var pod = await BodyAsync(request).ConfigureAwait(false);
        var own = (string)pod["id"]!;
        if (PathId.Of(own) != id)
        {
            throw new RefusedException(new Refusal.Bad($"'{id}' does not match definition's id ('{own}')"));
        }

        var answer = await request.ChangeAsync(
            new RootChange.UpdatePod(id, pod), request.Flag("force")).ConfigureAwait(false);
        await request.ReplyAsync(writer => SpecJson.Write(writer, answer.Spec!)).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ApiRequest request, PathId id)
    {
        var answer = await request.ChangeAsync(
            new RootChange.DeletePod(id), request.Flag("force")).ConfigureAwait(false);
        request.Context.Response.Headers.Location = answer.Plan!.Id;
        await request.EmptyAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private static async Task VersionsAsync(ApiRequest request, PathId id)
    {
        Find(await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false), id);
        var versions = await request.Scheduling.VersionsAsync(id, request.Aborted).ConfigureAwait(false);
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

    private static async Task VersionAsync(ApiRequest request, PathId id, string text)
    {
        var version = AppsApi.ParseVersion(text);
        var pod = await request.Scheduling.VersionAsync(id, version,
            request.Aborted).ConfigureAwait(false) as PodDefinition
            ?? throw new RefusedException(Refusal.NoPod(id, version));
        await request.ReplyAsync(writer => SpecJson.Write(writer, pod)).ConfigureAwait(false);
    }

    private static async Task KillAsync(ApiRequest request, PathId id, string? one)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var ids = one is not null ? [one] : await IdsAsync(request).ConfigureAwait(false);
        var violations = new Violations();
        for (var i = 0; i < ids.Count; i++)
        {
            violations.Demand(InstanceId.IsWellFormed(ids[i]), $"/({i})", "error.pattern");
        }

        AppsApi.Demand(violations);
        var matched = view.InstancesOf(id).Where(instance => ids.Contains(instance.Id.Value)).ToList();
        if (one is not null && matched.Count == 0)
        {
            throw new RefusedException(new Refusal.NotFound($"Instance '{one}' does not exist"));
        }

        await TasksApi.KillAsync(request, matched).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            if (one is not null)
            {
                PodInstanceJson.WriteInstance(writer, matched[0]);
                return;
            }

            writer.WriteStartArray();
            matched.ForEach(instance => PodInstanceJson.WriteInstance(writer, instance));
            writer.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(ApiRequest request)
    {
        var violations = new Violations();
        var ids = new ArrayShape(new TextShape()).Read(await request.ReadAsync().ConfigureAwait(false), "", violations);
        AppsApi.Demand(violations);
        return [.. ((JsonArray)ids!).Select(static id => (string)id!)];
    }

    private static async Task<JsonObject> BodyAsync(ApiRequest request)
    {
        var violations = new Violations();
        var pod = PodReader.Shape(await request.ReadAsync().ConfigureAwait(false), violations);
        AppsApi.Demand(violations);
        return pod!;
    }

    private static PodDefinition Find(MarathonView view, PathId id) =>
        view.Tree.Pod(id) ?? throw new RefusedException(Refusal.NoPod(id));
}
