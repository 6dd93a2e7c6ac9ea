namespace Kernel.Chronos.Core;

/// <summary>
/// The runs that wait for offers: those of high priority first, each in the order they came; one for each job.
/// </summary>
public sealed class RunQueue
{
    private readonly LinkedList<PendingRun> high = new();
    private readonly LinkedList<PendingRun> normal = new();
    private readonly Dictionary<string, LinkedListNode<PendingRun>> byJob = [];

    /// <summary>How many wait.</summary>
    public int Count => byJob.Count;

    /// <summary>How many of high priority wait.</summary>
    public int HighCount => high.Count;

    /// <summary>Those that wait, in order; the queue may be taken from while they are walked.</summary>
    public IEnumerable<PendingRun> InOrder => [.. high, .. normal];

    /// <summary>Whether a run of a job waits.</summary>
    public bool Has(string job) => byJob.ContainsKey(job);

    /// <summary>The run of a job that waits; null if none does.</summary>
    public PendingRun? Of(string job) => byJob.GetValueOrDefault(job)?.Value;

    /// <summary>Adds a run.</summary>
    internal void Add(PendingRun run, bool highPriority) => byJob.Add(run.Job, (highPriority ? high : normal).AddLast(run));

    /// <summary>Takes the run of a job out.</summary>
    internal void Remove(string job)
    {
        if (byJob.Remove(job, out var node))
        {
            node.List!.Remove(node);
        }
    }
}
