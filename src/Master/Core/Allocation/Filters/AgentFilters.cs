using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// The filters on one agent, as rows in arrays: there may be as many as frameworks. The sets refused are few, and are
/// kept once each.
/// </summary>
internal sealed class AgentFilters
{
    private readonly List<Refused?> sets = [];
    private int[] subscriptions = new int[4];
    private long[] expiries = new long[4];
    private ushort[] setOf = new ushort[4];

    /// <summary>How many filters there are.</summary>
    public int Count { get; private set; }

    /// <summary>The most different sets that are kept; a filter that would be one more is not.</summary>
    public static int SetsMax => ushort.MaxValue;

    /// <summary>The numbers of the subscriptions, filter by filter.</summary>
    public ReadOnlySpan<int> Subscriptions => subscriptions.AsSpan(0, Count);

    /// <summary>The sets that are refused.</summary>
    public List<Refused?> Sets => sets;

    /// <summary>When a filter ends.</summary>
    public Moment Expiry(int filter) => new(expiries[filter]);

    /// <summary>What a filter refuses.</summary>
    public Refused Set(int filter) => sets[setOf[filter]]!;

    /// <summary>Adds a filter.</summary>
    /// <returns>The set it refuses; null if there were too many different ones.</returns>
    public Refused? Add(int subscription, Resources refused, Moment expiry)
    {
        var set = FindSet(refused);
        if (set < 0)
        {
            return null;
        }

        if (Count == subscriptions.Length)
        {
            var size = Count < 64 ? Count * 2 : Count * 5 / 4;
            Array.Resize(ref subscriptions, size);
            Array.Resize(ref expiries, size);
            Array.Resize(ref setOf, size);
        }

        (subscriptions[Count], expiries[Count], setOf[Count]) = (subscription, expiry.Nanoseconds, (ushort)set);
        Count++;
        sets[set]!.Filters++;
        return sets[set];
    }

    /// <summary>Removes a filter; the last one takes its place.</summary>
    public void RemoveAt(int filter)
    {
        var set = setOf[filter];
        if (--sets[set]!.Filters == 0)
        {
            sets[set] = null;
        }

        Count--;
        subscriptions[filter] = subscriptions[Count];
        expiries[filter] = expiries[Count];
        setOf[filter] = setOf[Count];
    }

    private int FindSet(Resources refused)
    {
        var free = sets.Count;
        for (var i = sets.Count - 1; i >= 0; i--)
        {
            if (sets[i] is not { } set)
            {
                free = i;
            }
            else if (set.Resources.Equals(refused))
            {
                return i;
            }
        }

        if (free > SetsMax)
        {
            return -1;
        }

        if (free == sets.Count)
        {
            sets.Add(null);
        }

        sets[free] = new(refused);
        return free;
    }
}

/// <summary>A set of resources that filters on an agent refuse.</summary>
/// <param name="resources">The set, not allocated.</param>
internal sealed class Refused(Resources resources)
{
    /// <summary>The set.</summary>
    public Resources Resources { get; } = resources;

    /// <summary>How many filters refuse it.</summary>
    public int Filters { get; set; }

    /// <summary>Whether subscriptions may be blocked on the agent because they refuse it.</summary>
    public bool Blocks { get; set; }
}
