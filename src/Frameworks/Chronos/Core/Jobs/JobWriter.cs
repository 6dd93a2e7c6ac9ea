using System.Collections.Immutable;
using System.Text.Json;

namespace Kernel.Chronos.Core;

/// <summary>Writes a job as the API shows it.</summary>
public static class JobWriter
{
    /// <summary>Writes a job.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="job">The job.</param>
    /// <param name="mirror">Whether <c>uris</c> and <c>fetch</c> each show what the other has, as the list of all jobs
    /// does.</param>
    public static void Write(Utf8JsonWriter json, Job job, bool mirror = false)
    {
        json.WriteStartObject();
        WriteWhat(json, job);
        WriteCounters(json, job);
        WriteHow(json, job);
        WriteFetch(json, job, mirror);
        WritePairs(json, "environmentVariables", job.Environment, "name");
        WriteConstraints(json, job.Constraints);
        if (job.Container is { } container)
        {
            ContainerWriter.Write(json, container);
        }

        WriteTrigger(json, job);
        json.WriteEndObject();
    }

    /// <summary>Writes pairs as an array of objects.</summary>
    internal static void WritePairs(Utf8JsonWriter json, string name, ImmutableArray<NamedValue> pairs, string key)
    {
        json.WriteStartArray(name);
        foreach (var pair in pairs)
        {
            json.WriteStartObject();
            json.WriteString(key, pair.Name);
            json.WriteString("value", pair.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an array of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteWhat(Utf8JsonWriter json, Job job)
    {
        json.WriteString("name", job.Name);
        json.WriteString("command", job.Command);
        json.WriteBoolean("shell", job.Shell);
        json.WriteString("executor", job.Executor);
        json.WriteString("executorFlags", job.ExecutorFlags);
        json.WriteString("taskInfoData", job.TaskInfoData);
        json.WriteNumber("retries", job.Retries);
        json.WriteString("owner", job.Owner);
        json.WriteString("ownerName", job.OwnerName);
        json.WriteString("description", job.Description);
        WriteTexts(json, "arguments", job.Arguments);
    }

    private static void WriteCounters(Utf8JsonWriter json, Job job)
    {
        json.WriteNumber("successCount", job.SuccessCount);
        json.WriteNumber("errorCount", job.ErrorCount);
        json.WriteNumber("errorsSinceLastSuccess", job.ErrorsSinceLastSuccess);
        json.WriteString("lastSuccess", job.LastSuccess);
        json.WriteString("lastError", job.LastError);
    }

    private static void WriteHow(Utf8JsonWriter json, Job job)
    {
        json.WriteNumber("cpus", job.Cpus);
        json.WriteNumber("disk", job.Disk);
        json.WriteNumber("mem", job.Mem);
        json.WriteBoolean("disabled", job.Disabled);
        json.WriteBoolean("softError", job.SoftError);
        json.WriteBoolean("dataProcessingJobType", job.DataProcessing);
        json.WriteBoolean("concurrent", job.Concurrent);
        json.WriteBoolean("highPriority", job.HighPriority);
        json.WriteString("runAsUser", job.RunAsUser);
        json.WriteNumber("maxCompletionTime", job.MaxCompletionTime);
    }

    private static void WriteFetch(Utf8JsonWriter json, Job job, bool mirror)
    {
        var fetch = mirror && job.Fetch.IsEmpty ? [.. job.Uris.Select(static uri => new JobFetch(uri))] : job.Fetch;
        WriteTexts(json, "uris", mirror && !job.Fetch.IsEmpty ? job.Fetch.Select(static item => item.Uri) : job.Uris);
        json.WriteStartArray("fetch");
        foreach (var item in fetch)
        {
            json.WriteStartObject();
            json.WriteString("uri", item.Uri);
            json.WriteBoolean("executable", item.Executable);
            json.WriteBoolean("cache", item.Cache);
            json.WriteBoolean("extract", item.Extract);
            json.WriteString("output_file", item.OutputFile);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteConstraints(Utf8JsonWriter json, ImmutableArray<JobConstraint> constraints)
    {
        json.WriteStartArray("constraints");
        foreach (var constraint in constraints)
        {
            json.WriteStartArray();
            json.WriteStringValue(constraint.Attribute);
            json.WriteStringValue(constraint.Kind.ToString().ToUpperInvariant());
            json.WriteStringValue(constraint.Value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTrigger(Utf8JsonWriter json, Job job)
    {
        if (job.Schedule is { } schedule)
        {
            json.WriteString("schedule", schedule.Text);
            json.WriteString("scheduleTimeZone", schedule.TimeZone);
        }
        else
        {
            WriteTexts(json, "parents", job.Parents);
        }
    }
}
