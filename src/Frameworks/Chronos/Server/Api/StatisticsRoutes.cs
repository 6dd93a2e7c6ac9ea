using System.Globalization;
using System.Text.Json;
using Kernel.Chronos.Core;
using Kernel.Model;

namespace Kernel.Chronos.Server;

/// <summary>Requests for how jobs have fared.</summary>
internal static class StatisticsRoutes
{
    internal static async Task OfJobAsync(ApiRequest request, string name)
    {
        var found = await request.Scheduling.StatisticsAsync(name, request.Aborted).ConfigureAwait(false)
            ?? throw new JobRefusedException($"Job '{name}' not found");
        await request.ReplyAsync(json =>
        {
            json.WriteStartObject();
            WriteTimes(json, found.Times);
            json.WriteStartArray("taskStatHistory");
            foreach (var run in found.Running)
            {
                var start = run.StartedAt ?? run.LaunchedAt;
                WriteRun(json, found.Job, new(run.Id.Value, run.AgentId, start, Moment.Never, "running", run.Elements));
            }

            foreach (var run in found.Ended)
            {
                WriteRun(json, found.Job, run);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// One measure of all jobs that have run, in seconds, the longest first. An unknown measure gives none.
    /// </summary>
    internal static async Task OfAllAsync(ApiRequest request, string percentile)
    {
        var times = RunQuantiles.ByName.TryGetValue(percentile, out var measure)
            ? await request.Scheduling.TimesAsync(measure, request.Aborted).ConfigureAwait(false) : [];
        await request.ReplyAsync(json =>
        {
            json.WriteStartArray();
            foreach (var (job, milliseconds) in times.OrderByDescending(static entry => entry.Milliseconds))
            {
                json.WriteStartObject();
                json.WriteString("jobNameLabel", job);
                json.WriteNumber("time", milliseconds / 1000);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    private static void WriteTimes(Utf8JsonWriter json, RunQuantiles times)
    {
        json.WriteStartObject("histogram");
        json.WriteNumber("75thPercentile", times.P75);
        json.WriteNumber("95thPercentile", times.P95);
        json.WriteNumber("98thPercentile", times.P98);
        json.WriteNumber("99thPercentile", times.P99);
        json.WriteNumber("median", times.Median);
        json.WriteNumber("mean", times.Mean);
        json.WriteNumber("count", times.Count);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, Job job, EndedRun run)
    {
        json.WriteStartObject();
        json.WriteString("taskId", run.TaskId);
        json.WriteString("jobName", job.Name);
        json.WriteString("slaveId", run.AgentId);
        json.WriteString("startTime", Time(run.StartedAt ?? Moment.Never));
        json.WriteString("endTime", Time(run.EndedAt));
        if (run.StartedAt is { } start && run.EndedAt != Moment.Never)
        {
            json.WriteString("duration", Duration(run.EndedAt - start));
        }

        json.WriteString("status", run.Status switch
        {
            "running" => "running",
            "finished" => "success",
            _ => "failure",
        });
        if (job.DataProcessing)
        {
            json.WriteNumber("numElementsProcessed", run.Elements);
        }

        json.WriteEndObject();
    }

    private static string Time(Moment moment) => moment == Moment.Never
        ? "N/A" : moment.ToDateTimeOffset().ToString("MM/dd/yy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A span in Chronos's form, for instance <c>1d2h3m4s</c>; empty parts are left out.</summary>
    private static string Duration(TimeSpan span)
    {
        (int Number, string Unit)[] parts = [((int)span.TotalDays, "d"), (span.Hours, "h"), (span.Minutes, "m")];
        var said = parts.Where(static part => part.Number > 0).Select(static part => $"{part.Number}{part.Unit}");
        return string.Concat(said) + $"{span.Seconds}s";
    }
}
