using System.Collections.Immutable;
using System.Text.Json;
using Kernel.Messages.Store;
using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Makes the state of what was stored.</summary>
public static class Recovery
{
    /// <summary>What all keys of Chronos begin with.</summary>
    public const string Prefix = Stored.Prefix;

    /// <summary>Makes the state.</summary>
    /// <param name="settings">What the operator set.</param>
    /// <param name="entries">Everything that was stored.</param>
    /// <exception cref="FormatException">A value cannot be read; the message names its key.</exception>
    public static ChronosState Recover(ChronosSettings settings, IEnumerable<KeyValuePair<string, byte[]>> entries)
    {
        var state = new ChronosState(settings);
        foreach (var (key, value) in entries)
        {
            try
            {
                Read(state, key, value);
            }
            catch (Exception failure) when (failure is JobRefusedException or JsonException
                or Google.Protobuf.InvalidProtocolBufferException)
            {
                throw new FormatException($"{key} cannot be read: {failure.Message}");
            }
        }

        return state;
    }

    private static void Read(ChronosState state, string key, byte[] value)
    {
        if (key.StartsWith(Stored.JobPrefix, StringComparison.Ordinal))
        {
            ReadJob(state, key, ChronosJob.Parser.ParseFrom(value));
        }
        else if (key.StartsWith(Stored.RunPrefix, StringComparison.Ordinal))
        {
            ReadRun(state, key, ChronosRun.Parser.ParseFrom(value));
        }
        else if (key.StartsWith(Stored.PendingPrefix, StringComparison.Ordinal))
        {
            ReadPending(state, key, ChronosPending.Parser.ParseFrom(value));
        }
        else if (key.StartsWith(Stored.HistoryPrefix, StringComparison.Ordinal))
        {
            ReadHistory(state, key, ChronosHistory.Parser.ParseFrom(value));
        }
        else if (key == Stored.FrameworkKey)
        {
            state.Mesos.FrameworkId = ChronosFramework.Parser.ParseFrom(value).Id;
        }
    }

    private static void ReadJob(ChronosState state, string key, ChronosJob message)
    {
        Demand(key, message.Format);
        using var json = JsonDocument.Parse(message.Definition.Memory);
        var job = JobReader.Read(json.RootElement, state.Settings.Defaults, Moment.Epoch + TimeSpan.FromDays(1));
        if (job.Schedule is { } schedule)
        {
            var restored = Schedule.Restore(schedule.Text, schedule.TimeZone, message.Anchor, message.Index);
            job = job with { Schedule = restored ?? schedule };
        }

        state.Jobs.Set(job with { ParentRuns = message.ParentRuns.ToImmutableSortedDictionary() }, message.Order);
    }

    private static void ReadRun(ChronosState state, string key, ChronosRun message)
    {
        Demand(key, message.Format);
        state.Runs.Set(new(
            new(message.TaskId),
            new(message.DueMs, message.Attempt, message.Job, message.Arguments),
            message.AgentId,
            message.Host,
            new(message.LaunchedNs),
            message.StartedNs == 0 ? null : new Moment(message.StartedNs),
            message.Killing,
            message.Elements));
    }

    private static void ReadPending(ChronosState state, string key, ChronosPending message)
    {
        Demand(key, message.Format);
        var run = new PendingRun(
            message.Job,
            Enum.Parse<RunKind>(message.Kind),
            new(message.DueMs * 1_000_000),
            message.Attempt,
            message.HasArguments ? message.Arguments : null);
        state.Waiting[run.Key] = run;
    }

    private static void ReadHistory(ChronosState state, string key, ChronosHistory message)
    {
        Demand(key, message.Format);
        state.SetHistory(key[Stored.HistoryPrefix.Length..], [.. message.Runs.Select(static run => new EndedRun(
            run.TaskId,
            run.AgentId,
            run.StartedNs == 0 ? null : new Moment(run.StartedNs),
            new(run.EndedNs),
            run.Status,
            run.Elements))]);
    }

    private static void Demand(string key, uint format)
    {
        if (format > Stored.Format)
        {
            throw new FormatException($"{key} was written by a newer version of this program");
        }
    }
}
