using System.Globalization;
using System.Text;
using Kernel.Marathon.Core;
using Microsoft.AspNetCore.Http;
using Condition = Kernel.Marathon.Core.Condition;

namespace Kernel.Marathon.Server;

/// <summary>
/// <c>/ping</c>, <c>/metrics</c> and what else is not under <c>/v2</c> (Marathon: SystemResource.scala).
/// </summary>
internal static class SystemApi
{
    /// <summary>Serves a request.</summary>
    internal static Task ServeAsync(ApiRequest request, string path)
    {
        if (request.Method is not ("GET" or "HEAD"))
        {
            throw path is "/ping" or "/metrics" or "/metrics/prometheus" ? Routes.WrongMethod() : Routes.NoRoute();
        }

        return path switch
        {
            "/ping" => PingAsync(request),
            "/metrics" => MetricsAsync(request),
            "/metrics/prometheus" => PrometheusAsync(request),
            "/status" => request.EmptyAsync(StatusCodes.Status200OK),
            "/help" => HelpAsync(request),
            "/" => HelpAsync(request),
            _ => throw Routes.NoRoute(),
        };
    }

    private static Task PingAsync(ApiRequest request) => request.Accepts("text/plain")
        ? request.TextAsync("pong")
        : request.Accepts("application/json")
            ? request.ReplyAsync(static writer => writer.WriteStringValue("pong"))
            : request.EmptyAsync(StatusCodes.Status204NoContent);

    private static Task HelpAsync(ApiRequest request) => request.TextAsync(
        """
        Marathon's API

        /v2/apps         apps: GET, POST, PUT, PATCH; /v2/apps/{id}: GET, PUT, PATCH, DELETE
        /v2/apps/{id}/tasks, /v2/apps/{id}/versions, /v2/apps/{id}/restart
        /v2/groups       groups
        /v2/pods         pods
        /v2/tasks        tasks
        /v2/deployments  deployments
        /v2/queue        what waits for offers, and why
        /v2/events       what happens, as server-sent events
        /v2/info, /v2/leader, /v2/plugins, /ping, /metrics, /metrics/prometheus

        """);

    private static async Task MetricsAsync(ApiRequest request)
    {
        var gauges = await GaugesAsync(request).ConfigureAwait(false);
        await request.ReplyAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", "4.0.0");
            writer.WriteStartObject("gauges");
            foreach (var (name, value) in gauges)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            foreach (var kind in (string[])["counters", "histograms", "meters", "timers"])
            {
                writer.WriteStartObject(kind);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task PrometheusAsync(ApiRequest request)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in await GaugesAsync(request).ConfigureAwait(false))
        {
            var plain = name.Replace('.', '_').Replace('-', '_');
            text.Append("# TYPE ").Append(plain).Append(" gauge\n");
            text.Append(plain).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        await request.TextAsync(text.ToString(), "text/plain; version=0.0.4; charset=utf-8").ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> GaugesAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var instances = view.Instances.ToList();
        var led = (request.Scheduling.Time.GetUtcNow() - request.Scheduling.StartedAt).TotalSeconds;
        return
        [
            ("marathon.apps.active.gauge", view.Tree.Apps.Count()),
            ("marathon.pods.active.gauge", view.Tree.Specs.Values.Count(static spec => spec.IsPod)),
            ("marathon.groups.active.gauge", view.Tree.Groups.Count),
            ("marathon.deployments.active.gauge", view.Deployments.Length),
            ("marathon.instances.running.gauge", instances.Count(
                static instance => instance.Condition == Condition.Running)),
            ("marathon.instances.staged.gauge", instances.Count(static instance =>
                instance.Condition is Condition.Provisioned or Condition.Staging or Condition.Starting)),
            ("marathon.instances.inflight-kills.gauge", instances.Count(static instance =>
                instance.Condition == Condition.Killing
                    || (instance.Goal != Goal.Running && instance.Condition.IsActive()))),
            ("marathon.leadership.duration.gauge.seconds", led),
            ("marathon.uptime.gauge.seconds", led),
        ];
    }
}
