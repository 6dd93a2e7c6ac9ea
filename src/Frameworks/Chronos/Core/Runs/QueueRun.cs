namespace Kernel.Chronos.Core;

/// <summary>
/// A run waits for an offer, or for its time. At most one run of a job waits for an offer; another is absorbed by it.
/// </summary>
internal static class QueueRun
{
    /// <summary>Puts a run into the queue.</summary>
    internal static void Queue(ChronosState state, PendingRun run, ChronosStep step)
    {
        if (Refuse(state, run) is { } reason)
        {
            step.Note($"no run of '{run.Job}': {reason}");
            return;
        }

        state.Queue.Add(run, state.Jobs.Of(run.Job)!.HighPriority);
        state.Due.Forget(run.Job);
        state.MatchNeeded = true;
        if (run.Kind != RunKind.Scheduled)
        {
            step.Put(Stored.PendingKey(run), Stored.Write(run));
        }
    }

    /// <summary>Lets a run wait for its time.</summary>
    internal static void Wait(ChronosState state, PendingRun run, ChronosStep step)
    {
        state.Waiting[run.Key] = run;
        step.Put(Stored.PendingKey(run), Stored.Write(run));
        step.At(run.Due, new ChronosInput.AttemptDue(run.Key));
    }

    /// <summary>A run's time has come.</summary>
    internal static void Decide(ChronosState state, ChronosInput.AttemptDue due, ChronosStep step)
    {
        if (state.Waiting.Remove(due.Key, out var run))
        {
            step.Delete(Stored.PendingKey(run));
            Queue(state, run, step);
        }
    }

    /// <summary>Takes a run out of the queue.</summary>
    internal static void Remove(ChronosState state, PendingRun run, ChronosStep step)
    {
        state.Queue.Remove(run.Job);
        if (run.Kind != RunKind.Scheduled)
        {
            step.Delete(Stored.PendingKey(run));
        }
    }

    /// <summary>Forgets every run of a job that waits.</summary>
    internal static void Forget(ChronosState state, string job, ChronosStep step)
    {
        if (state.Queue.Of(job) is { } queued)
        {
            Remove(state, queued, step);
        }

        foreach (var run in state.Waiting.Values.Where(run => run.Job == job).ToList())
        {
            state.Waiting.Remove(run.Key);
            step.Delete(Stored.PendingKey(run));
        }
    }

    /// <summary>Why a run would never be launched; null if it may be.</summary>
    internal static string? RefuseLaunch(ChronosState state, PendingRun run) => state.Jobs.Of(run.Job) switch
    {
        null => "there is no such job any more",
        { Disabled: true } => "the job is disabled",
        { Concurrent: false } when state.Runs.CountOf(run.Job) > 0 => "an earlier run goes on, and the job is not concurrent",
        _ => null,
    };

    private static string? Refuse(ChronosState state, PendingRun run) =>
        state.Queue.Has(run.Job) ? "one waits already" : RefuseLaunch(state, run);
}
