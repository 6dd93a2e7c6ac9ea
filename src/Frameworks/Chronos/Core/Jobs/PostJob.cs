using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>A job is created, or replaced as a whole, counters included (chronos.md 2, endpoints 1 and 2).</summary>
internal static class PostJob
{
    internal static void Decide(ChronosState state, ChronosInput.JobPosting posting, ChronosStep step)
    {
        string? refusal = null;
        try
        {
            Demand(state, posting);
            SetJob.Set(state, Continue(posting.Job, state.Jobs.Of(posting.Job.Name)), step);
        }
        catch (JobRefusedException refused)
        {
            refusal = refused.Message;
        }

        step.Do(new ChronosEffect.AnswerWith<string?>(posting.Reply, refusal));
    }

    private static void Demand(ChronosState state, ChronosInput.JobPosting posting)
    {
        var job = posting.Job;
        JobRules.Demand(job);
        if (posting.Dependent != job.IsDependent)
        {
            throw new JobRefusedException(posting.Dependent
                ? "parents: a dependent job needs at least one parent"
                : "parents: a scheduled job has none; post it as a dependent job");
        }

        if (!job.IsDependent)
        {
            return;
        }

        if (job.Parents.IsEmpty)
        {
            throw new JobRefusedException("parents: a dependent job needs at least one parent");
        }

        DemandParents(state, job);
    }

    private static void DemandParents(ChronosState state, Job job)
    {
        if (state.Jobs.ParentsInCircle(job.Name, job.Parents) is [_, ..] circle)
        {
            throw new JobRefusedException(
                $"parents: job '{job.Name}' would come to depend on itself over {string.Join(", ", circle)}");
        }

        var missing = job.Parents.Where(parent => state.Jobs.Of(parent) is null).ToList();
        if (missing.Count > 0)
        {
            throw new JobRefusedException($"parents: no such job: {string.Join(", ", missing)}");
        }
    }

    /// <summary>
    /// A schedule that comes back as it was shown goes on from its anchor; of parents that stay it is remembered how
    /// often they succeeded.
    /// </summary>
    private static Job Continue(Job job, Job? old)
    {
        if (old?.Schedule is { } was && job.Schedule is { } now && was.Text == now.Text && was.TimeZone == now.TimeZone)
        {
            job = job with { Schedule = was };
        }

        return old is null ? job : job with
        {
            ParentRuns = old.ParentRuns.Where(pair => job.Parents.Contains(pair.Key)).ToImmutableSortedDictionary(),
        };
    }
}
