using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>A job is deleted; its children take its place in the graph (chronos.md 2, endpoint 8).</summary>
internal static class DeleteJob
{
    internal static void Decide(ChronosState state, ChronosInput.JobDeleting deleting, ChronosStep step)
    {
        var job = state.Jobs.Of(deleting.Name);
        if (job is not null)
        {
            Delete(state, job, step);
        }

        step.Do(new ChronosEffect.AnswerWith<bool>(deleting.Reply, job is not null));
    }

    private static void Delete(ChronosState state, Job job, ChronosStep step)
    {
        KillRuns.Kill(state, job.Name, step);
        QueueRun.Forget(state, job.Name, step);
        foreach (var child in state.Jobs.ChildrenOf(job.Name))
        {
            SetJob.Set(state, WithoutParent(child, job), step);
        }

        state.Due.Forget(job.Name);
        state.Jobs.Remove(job.Name);
        state.ForgetStatistics(job.Name);
        step.Delete(Stored.JobKey(job.Name));
        step.Delete(Stored.HistoryKey(job.Name));
        step.Do(new ChronosEffect.Notify(Notice.Deleted(job, Instants.Write(step.Now))));
    }

    /// <summary>
    /// A child inherits the parents of a dependent job, and the schedule of a scheduled one that was its only parent.
    /// </summary>
    private static Job WithoutParent(Job child, Job deleted)
    {
        var at = child.Parents.IndexOf(deleted.Name);
        var inherited = child.Parents.RemoveAt(at).InsertRange(at, deleted.Parents);
        var parents = inherited.Distinct(StringComparer.Ordinal).ToImmutableArray();
        return child with
        {
            Parents = parents,
            ParentRuns = child.ParentRuns.Remove(deleted.Name),
            Schedule = parents.IsEmpty ? deleted.Schedule : null,
        };
    }
}
