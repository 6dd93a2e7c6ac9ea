using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>
/// When which scheduled job is due next. What is popped costs O(log n); jobs that are not due cost nothing.
/// </summary>
public sealed class DueHeap
{
    private readonly PriorityQueue<(string Job, long Stamp), (Moment Due, long Stamp)> heap = new();
    private readonly Dictionary<string, long> stampOf = [];
    private long stamps;

    /// <summary>The moment for which the loop has set a timer; <see cref="Moment.Never"/> if for none.</summary>
    public Moment Armed { get; private set; } = Moment.Never;

    /// <summary>How many jobs are planned.</summary>
    public int Count => stampOf.Count;

    /// <summary>When the first job is due; <see cref="Moment.Never"/> if none is planned.</summary>
    public Moment NextDue
    {
        get
        {
            DropStale();
            return heap.TryPeek(out _, out var next) ? next.Due : Moment.Never;
        }
    }

    /// <summary>Plans a job, instead of what was planned for it.</summary>
    internal void Plan(string job, Moment due)
    {
        stampOf[job] = ++stamps;
        heap.Enqueue((job, stamps), (due, stamps));
    }

    /// <summary>Forgets what was planned for a job.</summary>
    internal void Forget(string job) => stampOf.Remove(job);

    /// <summary>Takes out the first job that is due.</summary>
    /// <returns>Null if none is.</returns>
    internal string? TakeDue(Moment now)
    {
        if (NextDue > now || heap.Count == 0)
        {
            return null;
        }

        var (job, _) = heap.Dequeue();
        stampOf.Remove(job);
        return job;
    }

    /// <summary>Notes for when a timer is set.</summary>
    internal void Arm(Moment due) => Armed = due;

    private void DropStale()
    {
        while (heap.TryPeek(out var top, out _) && stampOf.GetValueOrDefault(top.Job) != top.Stamp)
        {
            heap.Dequeue();
        }
    }
}
