using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Kernel.Messages.Store;

namespace Kernel.Chronos.Core;

/// <summary>The keys and values that Chronos stores.</summary>
internal static class Stored
{
    /// <summary>The version of all values.</summary>
    internal const uint Format = 1;

    internal const string Prefix = "chronos/";
    internal const string JobPrefix = Prefix + "job/";
    internal const string RunPrefix = Prefix + "run/";
    internal const string PendingPrefix = Prefix + "pending/";
    internal const string HistoryPrefix = Prefix + "history/";
    internal const string FrameworkKey = Prefix + "framework";

    internal static string JobKey(string name) => JobPrefix + name;

    internal static string RunKey(Run run) => RunPrefix + run.Id.Value;

    internal static string PendingKey(PendingRun run) => PendingPrefix + run.Key;

    internal static string HistoryKey(string job) => HistoryPrefix + job;

    internal static byte[] Write(Job job, long order)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            JobWriter.Write(json, job);
        }

        var message = new ChronosJob
        {
            Format = Format,
            Definition = ByteString.CopyFrom(buffer.WrittenSpan),
            Order = order,
            Anchor = job.Schedule?.AnchorText ?? "",
            Index = job.Schedule?.Index ?? 0,
        };
        message.ParentRuns.Add(job.ParentRuns);
        return message.ToByteArray();
    }

    internal static byte[] Write(Run run) => new ChronosRun
    {
        Format = Format,
        TaskId = run.Id.Value,
        Job = run.Name.Job,
        DueMs = run.Name.DueMs,
        Attempt = run.Name.Attempt,
        Arguments = run.Name.Arguments,
        AgentId = run.AgentId,
        Host = run.Host,
        LaunchedNs = run.LaunchedAt.Nanoseconds,
        StartedNs = run.StartedAt?.Nanoseconds ?? 0,
        Killing = run.Killing,
        Elements = run.Elements,
    }.ToByteArray();

    internal static byte[] Write(PendingRun run)
    {
        var message = new ChronosPending
        {
            Format = Format,
            Job = run.Job,
            Kind = run.Kind.ToString(),
            DueMs = run.Due.Milliseconds(),
            Attempt = run.Attempt,
        };
        if (run.Arguments is { } arguments)
        {
            message.Arguments = arguments;
        }

        return message.ToByteArray();
    }

    internal static byte[] Write(IReadOnlyList<EndedRun> runs)
    {
        var message = new ChronosHistory { Format = Format };
        message.Runs.AddRange(runs.Select(static run => new ChronosHistory.Types.Run
        {
            TaskId = run.TaskId,
            AgentId = run.AgentId,
            StartedNs = run.StartedAt?.Nanoseconds ?? 0,
            EndedNs = run.EndedAt.Nanoseconds,
            Status = run.Status,
            Elements = run.Elements,
        }));
        return message.ToByteArray();
    }

    internal static byte[] Framework(string id) => new ChronosFramework { Format = Format, Id = id }.ToByteArray();
}
