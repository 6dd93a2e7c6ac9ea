using Kernel.Marathon.Core;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/apps/{id}/tasks</c> (Marathon: AppTasksResource.scala).</summary>
internal static class AppTasksApi
{
    /// <summary>Serves a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The app, or the group if all apps beneath it are meant.</param>
    /// <param name="isGroup">Whether all apps beneath are meant.</param>
    /// <param name="task">The id of one task, if one is meant.</param>
    internal static Task ServeAsync(ApiRequest request, PathId id, bool isGroup, string? task) =>
        (request.Method, task) switch
    {
        ("GET" or "HEAD", null) => ListAsync(request, id, isGroup),
        ("DELETE", null) => KillAllAsync(request, id),
        ("DELETE", { } one) => KillOneAsync(request, id, one),
        _ => throw Routes.WrongMethod(),
    };

    private static async Task ListAsync(ApiRequest request, PathId id, bool isGroup)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var apps = isGroup
            ? AppsApi.Beneath(view, id).ToList()
            : [view.Tree.App(id) ?? throw new RefusedException(Refusal.NoApp(id))];
        if (request.Prefers("text/plain"))
        {
            await request.TextAsync(TaskTable.Of(apps, view)).ConfigureAwait(false);
            return;
        }

        await TasksApi.WriteAsync(
            request, apps.SelectMany(app => view.InstancesOf(app.Id)), view, false).ConfigureAwait(false);
    }

    private static async Task KillAllAsync(ApiRequest request, PathId id)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        _ = view.Tree.App(id) ?? throw new RefusedException(Refusal.NoApp(id));
        var host = request.Query("host").ToString();
        var matched = view.InstancesOf(id)
            .Where(static instance => !instance.Tasks.IsEmpty)
            .Where(instance => host is "" or "*" || instance.Agent?.Host == host)
            .ToList();
        if (await TasksApi.KillAsync(request, matched).ConfigureAwait(false) is { } plan)
        {
            await request.DeployedAsync(plan).ConfigureAwait(false);
            return;
        }

        await TasksApi.WriteAsync(request, matched, view, false).ConfigureAwait(false);
    }

    private static async Task KillOneAsync(ApiRequest request, PathId id, string task)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        _ = view.Tree.App(id) ?? throw new RefusedException(Refusal.NoApp(id));
        var instance = InstanceId.OfTask(task) is { } known
            ? view.InstancesOf(id).FirstOrDefault(instance => instance.Id == known && !instance.Tasks.IsEmpty)
            : null;
        if (instance is null)
        {
            throw new RefusedException(new Refusal.NotFound($"Task '{task}' does not exist"));
        }

        if (await TasksApi.KillAsync(request, [instance]).ConfigureAwait(false) is { } plan)
        {
            await request.DeployedAsync(plan).ConfigureAwait(false);
            return;
        }

        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("task");
            TaskJson.Write(writer, instance, instance.Tasks[0], view, false);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
