using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Siblings in the order in which they are served. One whose share changes is moved; the others stay.
/// </summary>
internal sealed class Ranking
{
    private static readonly Comparer<Ranked> Order = Comparer<Ranked>.Create(Ranked.Compare);

    private Ranked[] items = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double Weights { get; private set; }

    /// <summary>They in order.</summary>
    public ReadOnlySpan<Ranked> Items => items.AsSpan(0, Count);

    /// <summary>Adds one.</summary>
    public void Add(Ranked item, double share)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, Math.Max(4, Count * 2));
        }

        (item.RankedShare, item.RankedRounds, item.IsRanked) = (share, item.Rounds, true);
        var at = ~Find(item, 0, Count);
        Array.Copy(items, at, items, at + 1, Count - at);
        items[at] = item;
        Count++;
        Weights += item.Weight;
    }

    /// <summary>Removes one.</summary>
    public void Remove(Ranked item)
    {
        var at = Locate(item);
        Array.Copy(items, at + 1, items, at, Count - at - 1);
        items[--Count] = null!;
        item.IsRanked = false;
        Weights = Count == 0 ? 0 : Weights - item.Weight;
    }

    /// <summary>Changes the weight of one.</summary>
    public void Reweigh(Ranked item, double weight)
    {
        Weights += weight - item.Weight;
        item.Weight = weight;
    }

    /// <summary>Gives one another share and its present rounds, and puts it where it belongs.</summary>
    public void Move(Ranked item, double share)
    {
        if (share == item.RankedShare && item.Rounds == item.RankedRounds)
        {
            return;
        }

        var at = Count == 1 ? 0 : Locate(item);
        (item.RankedShare, item.RankedRounds) = (share, item.Rounds);
        if (at + 1 < Count && Ranked.Compare(items[at + 1], item) < 0)
        {
            var to = ~Find(item, at + 1, Count - at - 1) - 1;
            Array.Copy(items, at + 1, items, at, to - at);
            items[to] = item;
        }
        else if (at > 0 && Ranked.Compare(item, items[at - 1]) < 0)
        {
            var to = ~Find(item, 0, at);
            Array.Copy(items, to, items, to + 1, at - to);
            items[to] = item;
        }
    }

    /// <summary>Gives all of them the shares they have now, and puts them in order.</summary>
    public void Restore(RoleTree tree)
    {
        var sorted = true;
        for (var i = 0; i < Count; i++)
        {
            (items[i].RankedShare, items[i].RankedRounds) = (tree.Share(items[i]), items[i].Rounds);
            sorted &= i == 0 || Ranked.Compare(items[i - 1], items[i]) < 0;
        }

        if (!sorted)
        {
            Array.Sort(items, 0, Count, Order);
        }
    }

    private int Locate(Ranked item)
    {
        var at = Find(item, 0, Count);
        Invariant.Holds(at >= 0 && ReferenceEquals(items[at], item), $"{item.Path} stands where its share says");
        return at;
    }

    private int Find(Ranked item, int from, int count)
    {
        var (low, high) = (from, from + count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Ranked.Compare(items[middle], item);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
