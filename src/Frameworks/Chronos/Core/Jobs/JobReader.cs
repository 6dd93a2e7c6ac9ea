using System.Collections.Immutable;
using System.Text.Json;
using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Reads a job from the JSON of the API. Members that nobody knows are ignored.</summary>
public static class JobReader
{
    /// <summary>Reads a job.</summary>
    /// <param name="json">The object.</param>
    /// <param name="defaults">What it has that does not say.</param>
    /// <param name="now">The present, from which an empty start and a job to be run at once count.</param>
    /// <exception cref="JobRefusedException">It is no job.</exception>
    public static Job Read(JsonElement json, JobDefaults defaults, Moment now)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new JobRefusedException("a job is a JSON object");
        }

        var job = new Job
        {
            Name = json.Text("name") is { Length: > 0 } name ? name : throw new JobRefusedException("name: a job needs one"),
            Command = json.Text("command"),
            Shell = json.Flag("shell", true),
            Arguments = json.Items("arguments", static item => item.AsText() ?? ""),
            Retries = (int)Math.Clamp(json.Integer("retries", 2), -1, int.MaxValue),
            Owner = json.Text("owner"),
            OwnerName = json.Text("ownerName"),
            Description = json.Text("description"),
            HighPriority = json.Flag("highPriority", false),
            Disabled = json.Flag("disabled", false),
            Concurrent = json.Flag("concurrent", false),
            SoftError = json.Flag("softError", false),
            DataProcessing = json.Flag("dataProcessingJobType", json.Flag("dataJob", false)),
            RunAsUser = json.Text("runAsUser", defaults.User),
            Executor = json.Text("executor"),
            ExecutorFlags = json.Text("executorFlags"),
            TaskInfoData = json.Text("taskInfoData"),
            MaxCompletionTime = json.Integer("maxCompletionTime"),
            Container = ContainerReader.Read(json.Member("container")),
            Constraints = json.Items("constraints", Constraint),
            Environment = json.Items(
                "environmentVariables", static item => new NamedValue(item.Text("name"), item.Text("value"))),
        };
        return WithResources(WithFetch(WithCounters(WithTrigger(job, json, now), json), json), json, defaults);
    }

    /// <summary>Parents go before a schedule; with neither the job runs once, at once.</summary>
    private static Job WithTrigger(Job job, JsonElement json, Moment now)
    {
        if (json.Member("parents") is { ValueKind: JsonValueKind.Array } parents)
        {
            var names = parents.EnumerateArray().Select(static item => item.AsText() ?? "");
            return job with { Parents = [.. names.Distinct(StringComparer.Ordinal)] };
        }

        if (json.Member("schedule") is not { } given)
        {
            return job with { Schedule = Schedule.Once(now) };
        }

        var text = given.AsText() ?? "";
        return Schedule.Parse(text, json.Text("scheduleTimeZone"), now) is { } schedule
            ? job with { Schedule = schedule }
            : throw new JobRefusedException(
                $"schedule: '{text}' cannot be parsed: expected R[n]/[start]/period, for instance R/2030-01-01T00:00:00Z/PT1H");
    }

    private static Job WithCounters(Job job, JsonElement json) => job with
    {
        SuccessCount = json.Integer("successCount"),
        ErrorCount = json.Integer("errorCount"),
        ErrorsSinceLastSuccess = json.Integer("errorsSinceLastSuccess"),
        LastSuccess = json.Text("lastSuccess"),
        LastError = json.Text("lastError"),
    };

    private static Job WithResources(Job job, JsonElement json, JobDefaults defaults) => job with
    {
        Cpus = json.Number("cpus") is not 0 and var cpus ? cpus : defaults.Cpus,
        Mem = json.Number("mem") is not 0 and var mem ? mem : defaults.Mem,
        Disk = json.Number("disk") is not 0 and var disk ? disk : defaults.Disk,
    };

    /// <summary>What GET shows in both forms may come back in both forms.</summary>
    private static Job WithFetch(Job job, JsonElement json)
    {
        var uris = json.Items("uris", static item => item.AsText() ?? "");
        var fetch = json.Items("fetch", static item => new JobFetch(
            item.Text("uri"),
            item.Flag("executable", false),
            item.Flag("cache", false),
            item.Flag("extract", true),
            item.Text("output_file")));
        if (uris.Length > 0 && fetch.Length > 0 && uris.SequenceEqual(fetch.Select(static item => item.Uri)))
        {
            uris = [];
        }

        return job with { Uris = uris, Fetch = fetch };
    }

    private static JobConstraint Constraint(JsonElement item)
    {
        string[] parts = item.ValueKind == JsonValueKind.Array
            ? [.. item.EnumerateArray().Select(static part => part.AsText() ?? "")] : [];
        return parts.Length == 3
            ? JobConstraint.Of(parts[0], parts[1], parts[2])
            : throw new JobRefusedException("constraints: each is [attribute, operator, value]");
    }
}
