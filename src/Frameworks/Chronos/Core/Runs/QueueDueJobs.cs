using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Scheduled jobs that are due wait for an offer from now on. A turn costs as much as jobs are due.</summary>
internal static class QueueDueJobs
{
    /// <summary>Some job may be due.</summary>
    internal static void Decide(ChronosState state, ChronosStep step)
    {
        if (state.Due.Armed <= step.Now)
        {
            state.Due.Arm(Moment.Never);
        }

        while (state.Due.TakeDue(step.Now) is { } job)
        {
            QueueRun.Queue(state, new(job, RunKind.Scheduled, step.Now), step);
        }
    }

    /// <summary>Sets a timer for the next due job, unless an earlier one is set.</summary>
    internal static void Arm(ChronosState state, ChronosStep step)
    {
        var next = state.Due.NextDue;
        if (next < state.Due.Armed)
        {
            state.Due.Arm(next);
            step.At(next, new ChronosInput.JobsDue());
        }
    }
}
