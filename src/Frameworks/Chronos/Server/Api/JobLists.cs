using System.Globalization;
using System.Text.Json;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>Requests for many jobs.</summary>
internal static class JobLists
{
    private const int LimitDefault = 10;

    internal static async Task AllAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await WriteAsync(request, view.Jobs.Select(static entry => entry.Job), mirror: true).ConfigureAwait(false);
    }

    /// <summary>What the web UI polls.</summary>
    internal static async Task SummaryAsync(ApiRequest request)
    {
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        await request.ReplyAsync(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("jobs");
            foreach (var entry in view.Jobs)
            {
                WriteSummary(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Searches in names and commands, whatever the case. A job is found if its name and its command contain what is
    /// given for them, or
    /// if either contains <c>any</c>.
    /// </summary>
    internal static async Task SearchAsync(ApiRequest request)
    {
        var (name, command, any) = (request.Query("name"), request.Query("command"), request.Query("any"));
        var (limit, offset) = (Number(request, "limit", LimitDefault), Number(request, "offset", 0));
        var view = await request.Scheduling.ViewAsync(request.Aborted).ConfigureAwait(false);
        var found = view.Jobs.Select(static entry => entry.Job)
            .Where(job => Matches(job, name, command, any))
            .Skip(offset)
            .Take(limit);
        await WriteAsync(request, found, mirror: false).ConfigureAwait(false);
    }

    private static bool Matches(Job job, string name, string command, string any)
    {
        var asked = name.Length > 0 || command.Length > 0;
        return ((asked || any.Length == 0) && Contains(job.Name, name) && Contains(job.Command, command))
            || (any.Length > 0 && (Contains(job.Name, any) || Contains(job.Command, any)));
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static int Number(ApiRequest request, string name, int otherwise) => request.Query(name) switch
    {
        "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new JobRefusedException($"{name}: '{text}' is no number"),
    };

    private static void WriteSummary(Utf8JsonWriter json, JobView entry)
    {
        json.WriteStartObject();
        json.WriteString("name", entry.Job.Name);
        json.WriteString("status", entry.LastResult);
        json.WriteString("state", entry.Activity);
        json.WriteString("schedule", entry.Job.Schedule?.Text ?? "");
        JobWriter.WriteTexts(json, "parents", entry.Job.Parents);
        json.WriteBoolean("disabled", entry.Job.Disabled);
        json.WriteEndObject();
    }

    private static Task WriteAsync(ApiRequest request, IEnumerable<Job> jobs, bool mirror) => request.ReplyAsync(json =>
    {
        json.WriteStartArray();
        foreach (var job in jobs)
        {
            JobWriter.Write(json, job, mirror);
        }

        json.WriteEndArray();
    });
}
