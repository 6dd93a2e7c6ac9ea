using System.Text.Json;
using Kernel.Chronos.Core;

namespace Kernel.Chronos.Server;

/// <summary>
/// Requests that concern one job. A job that is not there is a bad request: Chronos knows no 404 for jobs.
/// </summary>
internal static class JobRoutes
{
    /// <summary>Creates or replaces a job. PUT does the same, as in Chronos 2.</summary>
    internal static async Task PostAsync(ApiRequest request, bool dependent)
    {
        request.Demand("POST", "PUT");
        if (!dependent)
        {
            request.DemandJson();
        }

        var scheduling = request.Scheduling;
        using var json = await request.ReadAsync().ConfigureAwait(false);
        var job = JobReader.Read(json.RootElement, scheduling.Defaults, scheduling.Now);
        Demand(await scheduling.Pump.AskAsync<string?>(
            reply => new ChronosInput.JobPosting(job, dependent, reply), request.Aborted).ConfigureAwait(false));
        request.NoContent();
    }

    internal static Task ServeAsync(ApiRequest request, string name)
    {
        request.Demand("GET", "HEAD", "PUT", "DELETE");
        return request.Method switch
        {
            "PUT" => RunAsync(request, name),
            "DELETE" => DeleteAsync(request, name),
            _ => ShowAsync(request, name),
        };
    }

    internal static async Task DeclareSuccessAsync(ApiRequest request, string name)
    {
        request.Demand("PUT");
        var known = await request.Scheduling.Pump.AskAsync<bool>(
            reply => new ChronosInput.SuccessDeclared(name, reply), request.Aborted).ConfigureAwait(false);
        var sentence = $"marked job {name} as successful: {(known ? "true" : "false")}";
        await request.TextAsync(sentence, "application/json").ConfigureAwait(false);
    }

    internal static async Task ReportProgressAsync(ApiRequest request, string name, string task)
    {
        request.Demand("POST");
        using var json = await request.ReadAsync().ConfigureAwait(false);
        if (json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty("numAdditionalElementsProcessed", out var value)
            || !value.TryGetInt64(out var elements)
            || elements < 0)
        {
            throw new JobRefusedException("numAdditionalElementsProcessed: a number that is not negative is expected");
        }

        Demand(await request.Scheduling.Pump.AskAsync<string?>(
            reply => new ChronosInput.ProgressReported(name, task, elements, reply), request.Aborted).ConfigureAwait(false));
        request.NoContent();
    }

    internal static async Task KillAsync(ApiRequest request, string name)
    {
        request.Demand("DELETE");
        DemandKnown(name, await request.Scheduling.Pump.AskAsync<bool>(
            reply => new ChronosInput.RunsKilling(name, reply), request.Aborted).ConfigureAwait(false));
        request.NoContent();
    }

    private static async Task ShowAsync(ApiRequest request, string name)
    {
        var job = await request.Scheduling.JobAsync(name, request.Aborted).ConfigureAwait(false);
        DemandKnown(name, job is not null);
        await request.ReplyAsync(json => JobWriter.Write(json, job!)).ConfigureAwait(false);
    }

    private static async Task RunAsync(ApiRequest request, string name)
    {
        var arguments = request.Query("arguments");
        Demand(await request.Scheduling.Pump.AskAsync<string?>(
            reply => new ChronosInput.RunRequested(name, arguments, reply), request.Aborted).ConfigureAwait(false));
        request.NoContent();
    }

    private static async Task DeleteAsync(ApiRequest request, string name)
    {
        DemandKnown(name, await request.Scheduling.Pump.AskAsync<bool>(
            reply => new ChronosInput.JobDeleting(name, reply), request.Aborted).ConfigureAwait(false));
        request.NoContent();
    }

    private static void DemandKnown(string name, bool known) => Demand(known ? null : $"Job '{name}' not found");

    private static void Demand(string? refusal)
    {
        if (refusal is not null)
        {
            throw new JobRefusedException(refusal);
        }
    }
}
