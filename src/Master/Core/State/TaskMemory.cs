using System.Runtime.InteropServices;

namespace Kernel.Master.Core;

/// <summary>The last so many tasks of a framework; whether one is among them is known without looking at all.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class TaskMemory(int capacity)
{
    private readonly Bounded<TaskEntry> items = new(capacity);
    private readonly Dictionary<TaskKey, int> counts = [];
    private TaskEntry[]? snapshot;

    /// <summary>What is kept, the oldest first; it stays as it is, and is the same until something changes.</summary>
    public IReadOnlyCollection<TaskEntry> Items => snapshot ??= [.. items.Items];

    /// <summary>Whether a task is kept, which it may be more than once: a framework may give the id of an ended task again.</summary>
    public bool Contains(TaskKey key) => counts.ContainsKey(key);

    /// <summary>Adds a task; the oldest makes room.</summary>
    public void Add(TaskEntry task)
    {
        snapshot = null;
        CollectionsMarshal.GetValueRefOrAddDefault(counts, task.Key, out _)++;
        if (items.Add(task, out var evicted) && --counts[evicted!.Key] == 0)
        {
            counts.Remove(evicted.Key);
        }
    }

    /// <summary>Removes a task, however often it is kept.</summary>
    public void Remove(TaskKey key)
    {
        if (counts.Count > 0 && counts.Remove(key))
        {
            snapshot = null;
            items.Remove(task => task.Key == key);
        }
    }
}
