using System.Runtime.InteropServices;
using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>What is due when, to about a quarter of a second: entries of the same quarter lie together.</summary>
internal sealed class Expiries
{
    private const int Shift = 28;

    private readonly Dictionary<long, List<(int Agent, int Subscription)>> buckets = [];
    private readonly PriorityQueue<long, long> ticks = new();

    /// <summary>How many entries there are, those that have lost their meaning too.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an entry.</summary>
    public void Add(Moment due, int agent, int subscription)
    {
        var tick = due.Nanoseconds >> Shift;
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(buckets, tick, out var exists);
        if (!exists)
        {
            bucket = [];
            ticks.Enqueue(tick, tick);
        }

        bucket!.Add((agent, subscription));
        Count++;
    }

    /// <summary>
    /// Takes out the entries of the earliest bucket that has begun before a moment; null if none has.
    /// </summary>
    /// <param name="before">The moment.</param>
    /// <param name="isOver">Whether all of them are due; otherwise some may not be yet.</param>
    public List<(int Agent, int Subscription)>? Take(Moment before, out bool isOver)
    {
        isOver = ticks.TryPeek(out var first, out _) && first < before.Nanoseconds >> Shift;
        if (!ticks.TryPeek(out var tick, out _) || tick > before.Nanoseconds >> Shift)
        {
            return null;
        }

        ticks.Dequeue();
        buckets.Remove(tick, out var bucket);
        Count -= bucket!.Count;
        return bucket;
    }

    /// <summary>Forgets all entries.</summary>
    public void Clear()
    {
        buckets.Clear();
        ticks.Clear();
        Count = 0;
    }
}
