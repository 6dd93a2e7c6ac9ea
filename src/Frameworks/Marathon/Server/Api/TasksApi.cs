using System.Text.Json.Nodes;
using Kernel.Marathon.Core;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary><c>/v2/tasks</c> (Marathon: TasksResource.scala).</summary>
internal static class TasksApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string rest) => (request.Method, rest.Trim('/')) switch
    {
        ("GET" or "HEAD", "") => ListAsync(request),
        ("POST", "delete") => DeleteAsync(request),
        (_, "" or "delete") => throw Routes.WrongMethod(),
        _ => throw Routes.NoRoute(),
    };

    /// <summary>Answers with tasks.</summary>
    internal static Task WriteAsync(
        ApiRequest request, IEnumerable<Instance> instances, MarathonView view, bool withServicePorts) =>
        request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("tasks");
            TaskJson.WriteAll(writer, instances, view, withServicePorts);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    /// <summary>Ends instances: for good with <c>scale=true</c>, and otherwise so that they are started anew.</summary>
    /// <returns>The deployment, if the app was scaled.</returns>
    internal static async Task<DeploymentPlan?> KillAsync(ApiRequest request, IReadOnlyList<Instance> instances)
    {
        var scale = request.Flag("scale");
        var wipe = request.Flag("wipe");
        if (scale && wipe)
        {
            throw new RefusedException(new Refusal.Bad("You cannot use scale and wipe at the same time."));
        }

        var ids = instances.Select(static instance => instance.Id).ToList();
        if (scale)
        {
            return (await request.ChangeAsync(new RootChange.KillAndScale(ids),
                request.Flag("force")).ConfigureAwait(false)).Plan;
        }

        await request.Scheduling.Pump.AskAsync<bool>(
            reply => new MarathonInput.InstancesKilling(ids, wipe, reply), request.Aborted).ConfigureAwait(false);
        return null;
    }

    private static async Task ListAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        if (request.Prefers("text/plain"))
        {
            await request.TextAsync(TaskTable.Of(view.Tree.Apps, view)).ConfigureAwait(false);
            return;
        }

        var wanted = request.Query("status").Concat(request.Query("status[]")).OfType<string>()
            .Where(static status => status is "running" or "staging").ToHashSet();
        var instances = view.Tree.Apps.SelectMany(app => view.InstancesOf(app.Id))
            .Where(instance => wanted.Count == 0 || wanted.Contains(Status(instance.Condition)));
        await WriteAsync(request, instances, view, true).ConfigureAwait(false);
    }

    private static async Task DeleteAsync(ApiRequest request)
    {
        request.DemandJson();
        var sent = await request.ReadAsync().ConfigureAwait(false);
        var violations = new Violations();
        var body = new ObjectShape(("ids", new ArrayShape(new TextShape()).Required())).Read(sent, "", violations);
        AppsApi.Demand(violations);
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var ids = ((JsonArray)body!["ids"]!).Select(static id => Parse((string)id!)).ToHashSet();
        var matched = view.Instances.Where(instance => ids.Contains(instance.Id) && !instance.Tasks.IsEmpty).ToList();
        if (await KillAsync(request, matched).ConfigureAwait(false) is { } plan)
        {
            await request.DeployedAsync(plan).ConfigureAwait(false);
            return;
        }

        await WriteAsync(request, matched, view, true).ConfigureAwait(false);
    }

    private static InstanceId Parse(string task) => InstanceId.OfTask(task)
        ?? throw new RefusedException(new Refusal.Bad(
            $"Invalid task id '{task}'. [Unable to extract the instance id from the task id.]"));

    private static string Status(Condition condition) => condition switch
    {
        Condition.Running => "running",
        Condition.Staging or Condition.Starting or Condition.Provisioned => "staging",
        _ => "",
    };
}
