using Kernel.Model;
using Mesos.V1;

namespace Kernel.Chronos.Core;

/// <summary>A run has ended: counters, retries, children, history (chronos.md 7 and 8).</summary>
internal static class EndRun
{
    internal static void Decide(ChronosState state, Run run, TaskStatus status, ChronosStep step)
    {
        state.Runs.Remove(run);
        step.Delete(Stored.RunKey(run));
        if (state.Jobs.Of(run.Name.Job) is not { } job)
        {
            return;
        }

        Remember(state, run, status.State, step);
        if (status.State == TaskState.TaskFinished)
        {
            state.TimesOf(job.Name).Succeed(step.Now.Milliseconds() - run.Name.DueMs);
            Succeed(state, job, step);
        }
        else if (status.State != TaskState.TaskKilled)
        {
            Fail(state, job, run, status, step);
        }

        SetJob.Plan(state, state.Jobs.Of(job.Name)!);
    }

    /// <summary>A job has succeeded, or was declared to have.</summary>
    internal static void Succeed(ChronosState state, Job job, ChronosStep step)
    {
        var exhausted = job is { Schedule.Count: 0, Disabled: false };
        var succeeded = job with
        {
            SuccessCount = job.SuccessCount + 1,
            ErrorsSinceLastSuccess = 0,
            LastSuccess = Instants.Write(step.Now),
            Disabled = job.Disabled || exhausted,
        };
        SetJob.Set(state, succeeded, step);
        if (exhausted)
        {
            step.Do(new ChronosEffect.Notify(Notice.Disabled(
                succeeded, Instants.Write(step.Now), "it has run as often as its schedule says")));
        }

        FireChildren.Of(state, job.Name, step);
    }

    private static void Fail(ChronosState state, Job job, Run run, TaskStatus status, ChronosStep step)
    {
        state.TimesOf(job.Name).Fail();
        step.Note($"'{run.Id}' ended in {status.State}: {status.Message}");
        if (run.Name.Attempt < job.Retries)
        {
            QueueRun.Wait(
                state,
                new(job.Name, RunKind.Retry, step.Now + state.Settings.FailureRetry, run.Name.Attempt + 1, run.Name.Arguments),
                step);
            return;
        }

        FailFinally(state, job, run, status, step);
    }

    private static void FailFinally(ChronosState state, Job job, Run run, TaskStatus status, ChronosStep step)
    {
        var errors = job.ErrorsSinceLastSuccess + 1;
        var disabling = state.Settings.DisableAfterFailures > 0 && errors >= state.Settings.DisableAfterFailures;
        var at = Instants.Write(step.Now);
        var failed = job with
        {
            ErrorCount = job.ErrorCount + 1,
            ErrorsSinceLastSuccess = errors,
            LastError = at,
            Disabled = job.Disabled || disabling,
        };
        SetJob.Set(state, failed, step);
        step.Do(new ChronosEffect.Notify(disabling
            ? Notice.Disabled(failed, at, $"it has failed {errors} times in a row")
            : Notice.Failed(failed, at, run.Id.Value, status.Message)));
        if (job.SoftError)
        {
            FireChildren.Of(state, job.Name, step);
        }
    }

    private static void Remember(ChronosState state, Run run, TaskState ended, ChronosStep step)
    {
        var status = ended switch
        {
            TaskState.TaskFinished => "finished",
            TaskState.TaskKilled => "killed",
            _ => "failed",
        };
        IReadOnlyList<EndedRun> runs =
        [
            new(run.Id.Value, run.AgentId, run.StartedAt, step.Now, status, run.Elements),
            .. state.HistoryOf(run.Name.Job).Take(Math.Max(0, state.Settings.JobHistoryLimit - 1)),
        ];
        state.SetHistory(run.Name.Job, runs);
        step.Put(Stored.HistoryKey(run.Name.Job), Stored.Write(runs));
    }
}
