namespace Kernel.Chronos.Core;

/// <summary>A job changes: it is kept, stored, and planned anew.</summary>
internal static class SetJob
{
    /// <summary>Keeps and stores a job and plans its next run.</summary>
    internal static void Set(ChronosState state, Job job, ChronosStep step)
    {
        state.Jobs.Set(job);
        step.Put(Stored.JobKey(job.Name), Stored.Write(job, state.Jobs.OrderOf(job.Name)));
        Plan(state, job);
    }

    /// <summary>
    /// Plans the next scheduled run. While a run waits, or goes on and must not be overlapped, nothing is planned: the
    /// schedule has not
    /// moved on, so that what was missed comes once, late.
    /// </summary>
    internal static void Plan(ChronosState state, Job job)
    {
        if (job is { Schedule: { HasOccurrence: true } schedule, Disabled: false }
            && !state.Queue.Has(job.Name)
            && (job.Concurrent || state.Runs.CountOf(job.Name) == 0))
        {
            state.Due.Plan(job.Name, schedule.Start);
        }
        else
        {
            state.Due.Forget(job.Name);
        }
    }
}
