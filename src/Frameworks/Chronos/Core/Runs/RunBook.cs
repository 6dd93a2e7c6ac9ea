using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>The runs that were launched and have not ended.</summary>
public sealed class RunBook
{
    private readonly Dictionary<TaskId, Run> byId = [];
    private readonly Dictionary<string, int> countOf = [];

    /// <summary>All of them.</summary>
    public IEnumerable<Run> All => byId.Values;

    /// <summary>How many there are.</summary>
    public int Count => byId.Count;

    /// <summary>The run of a task; null if there is none.</summary>
    public Run? Of(TaskId id) => byId.GetValueOrDefault(id);

    /// <summary>How many runs a job has.</summary>
    public int CountOf(string job) => countOf.GetValueOrDefault(job);

    /// <summary>The runs of a job.</summary>
    public IReadOnlyList<Run> OfJob(string job) => CountOf(job) == 0 ? [] : [.. byId.Values.Where(run => run.Name.Job == job)];

    /// <summary>Adds or replaces a run.</summary>
    internal void Set(Run run)
    {
        if (!byId.ContainsKey(run.Id))
        {
            countOf[run.Name.Job] = CountOf(run.Name.Job) + 1;
        }

        byId[run.Id] = run;
    }

    /// <summary>Takes a run out.</summary>
    internal void Remove(Run run)
    {
        if (!byId.Remove(run.Id))
        {
            return;
        }

        if (--countOf[run.Name.Job] == 0)
        {
            countOf.Remove(run.Name.Job);
        }
    }
}
