using System.Text.Json;

namespace Kernel.Chronos.Server;

/// <summary>Metrics in the JSON of Dropwizard, under Chronos's names.</summary>
internal static class Metrics
{
    internal static async Task ServeAsync(ApiRequest request, DateTimeOffset started)
    {
        var scheduling = request.Scheduling;
        var view = await scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var counts = await scheduling.CountsAsync(request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("version", "3.0.0");
            json.WriteStartObject("gauges");
            Write(json, "queueSize", "value", view.Queued - view.QueuedHigh);
            Write(json, "highQueueSize", "value", view.QueuedHigh);
            Write(json, "jobs", "value", view.Jobs.Count);
            Write(json, "running", "value", view.Running);
            Write(json, "uptimeSeconds", "value", (long)(scheduling.Time.GetUtcNow() - started).TotalSeconds);
            json.WriteEndObject();
            json.WriteStartObject("counters");
            Write(json, "reviveOffersCount", "count", view.Revivals);
            foreach (var (job, succeeded, failed) in counts)
            {
                Write(json, $"jobs.run.success.{job}", "count", succeeded);
                Write(json, $"jobs.run.failure.{job}", "count", failed);
            }

            json.WriteEndObject();
            WriteEmpty(json, "histograms");
            WriteEmpty(json, "meters");
            WriteEmpty(json, "timers");
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, string name, string key, long value)
    {
        json.WriteStartObject(name);
        json.WriteNumber(key, value);
        json.WriteEndObject();
    }

    private static void WriteEmpty(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteEndObject();
    }
}
