using System.Collections.Immutable;

namespace Kernel.Chronos.Core;

/// <summary>All jobs, in the order in which they were created, and who depends on whom.</summary>
public sealed class JobBook
{
    private readonly Dictionary<string, (Job Job, long Order)> byName = [];
    private readonly SortedList<long, string> ordered = [];
    private readonly Dictionary<string, SortedSet<string>> childrenOf = [];
    private long nextOrder = 1;

    /// <summary>How many there are.</summary>
    public int Count => byName.Count;

    /// <summary>All of them, in the order in which they were created.</summary>
    public IEnumerable<Job> All => ordered.Values.Select(name => byName[name].Job);

    /// <summary>A job; null if there is none of that name.</summary>
    public Job? Of(string name) => byName.TryGetValue(name, out var entry) ? entry.Job : null;

    /// <summary>Where a job stands among the others.</summary>
    public long OrderOf(string name) => byName[name].Order;

    /// <summary>The jobs that have a job among their parents.</summary>
    public IReadOnlyList<Job> ChildrenOf(string name) =>
        childrenOf.TryGetValue(name, out var children) ? [.. children.Select(child => byName[child].Job)] : [];

    /// <summary>
    /// The parents with which a job would come, directly or over others, to depend on itself; empty if all is well.
    /// </summary>
    public IReadOnlyList<string> ParentsInCircle(string name, ImmutableArray<string> parents)
    {
        var below = new HashSet<string> { name };
        var open = new Stack<string>([name]);
        while (open.TryPop(out var at))
        {
            foreach (var child in childrenOf.GetValueOrDefault(at) ?? [])
            {
                if (below.Add(child))
                {
                    open.Push(child);
                }
            }
        }

        return [.. parents.Where(below.Contains)];
    }

    /// <summary>Adds or replaces a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="order">Where it stands; null: where it stood, or last.</param>
    internal void Set(Job job, long? order = null)
    {
        if (byName.TryGetValue(job.Name, out var old))
        {
            Unlink(old.Job);
            byName[job.Name] = (job, old.Order);
        }
        else
        {
            var place = order ?? nextOrder;
            nextOrder = Math.Max(nextOrder, place + 1);
            byName.Add(job.Name, (job, place));
            ordered.Add(place, job.Name);
        }

        foreach (var parent in job.Parents)
        {
            if (!childrenOf.TryGetValue(parent, out var children))
            {
                childrenOf.Add(parent, children = new(StringComparer.Ordinal));
            }

            children.Add(job.Name);
        }
    }

    /// <summary>Takes a job out.</summary>
    internal void Remove(string name)
    {
        if (byName.Remove(name, out var entry))
        {
            ordered.Remove(entry.Order);
            Unlink(entry.Job);
        }
    }

    private void Unlink(Job job)
    {
        foreach (var parent in job.Parents)
        {
            if (childrenOf.TryGetValue(parent, out var children) && children.Remove(job.Name) && children.Count == 0)
            {
                childrenOf.Remove(parent);
            }
        }
    }
}
