using System.Text.RegularExpressions;
using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Which jobs may be stored (chronos.md 2, endpoints 1 and 2).</summary>
public static partial class JobRules
{
    /// <summary>The longest name of a job: it must leave room in a task's id.</summary>
    public const int NameLengthMax = 200;

    private const double AmountMax = 1e12;

    private static readonly Moment Earliest = Moment.FromSeconds(1);

    /// <summary>Demands that a job is well formed.</summary>
    /// <exception cref="JobRefusedException">It is not.</exception>
    public static void Demand(Job job)
    {
        Demand(Name().IsMatch(job.Name), $"name: the job's name '{job.Name}' is invalid. Allowed names: '([\\w\\.-]+)'");
        Demand(job.Name.Length <= NameLengthMax, $"name: the job's name is longer than {NameLengthMax} characters");
        Demand(job.Uris.IsEmpty || job.Fetch.IsEmpty, "uris, fetch: either uris or fetch can be specified, not both");
        Demand(job.Cpus is > 0 and < AmountMax, "cpus: must be positive");
        Demand(job.Mem is > 0 and < AmountMax, "mem: must be positive");
        Demand(job.Disk is > 0 and < AmountMax, "disk: must be positive");
        Demand(job.MaxCompletionTime is >= 0 and < int.MaxValue, "maxCompletionTime: must not be negative");
        Demand(job.Fetch.All(static item => item.Uri.Length > 0), "fetch: every item needs a uri");
        if (job.Schedule is { } schedule)
        {
            Demand(schedule);
        }
    }

    private static void Demand(Schedule schedule)
    {
        Demand(
            schedule.Start >= Earliest,
            $"schedule: the start of '{schedule.Text}' lies before 1970-01-01T00:00:01Z");
        Demand(
            !schedule.Period.IsZero || schedule.Count is 0 or 1,
            $"schedule: the period of '{schedule.Text}' is empty, which only a job that runs once may have");
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new JobRefusedException(otherwise);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
