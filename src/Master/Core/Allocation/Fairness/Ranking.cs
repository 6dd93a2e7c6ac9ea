using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>A place in a <see cref="Ranking"/>, with what decides it beside it in memory.</summary>
/// <param name="Share">The share by which the item is ranked.</param>
/// <param name="Rounds">How often it had been allocated something when it was ranked.</param>
/// <param name="Item">Whose place it is.</param>
/// <param name="Index">The number of the item.</param>
internal readonly record struct Place(double Share, long Rounds, Ranked Item, int Index)
{
    /// <summary>Who comes first: least share, then fewest rounds, then path (Mesos: DRFSorter, treeNodeLess).</summary>
    public static int Compare(in Place left, in Place right)
    {
        if (left.Share != right.Share)
        {
            return left.Share < right.Share ? -1 : 1;
        }

        return left.Rounds != right.Rounds
            ? left.Rounds.CompareTo(right.Rounds)
            : string.CompareOrdinal(left.Item.Path, right.Item.Path);
    }
}

/// <summary>
/// Siblings in the order in which they are served. One whose share changes is moved; the others stay.
/// </summary>
internal sealed class Ranking
{
    private static readonly Comparer<Place> Order =
        Comparer<Place>.Create(static (left, right) => Place.Compare(left, right));

    private Place[] places = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double Weights { get; private set; }

    /// <summary>Their places in order.</summary>
    public ReadOnlySpan<Place> Places => places.AsSpan(0, Count);

    /// <summary>Adds one.</summary>
    public void Add(Ranked item, double share)
    {
        if (Count == places.Length)
        {
            Array.Resize(ref places, Math.Max(4, Count * 2));
        }

        item.IsRanked = true;
        var place = item.Place = new(share, item.Rounds, item, item.Index);
        var at = ~Find(place, 0, Count);
        Array.Copy(places, at, places, at + 1, Count - at);
        places[at] = place;
        Count++;
        Weights += item.Weight;
    }

    /// <summary>Removes one.</summary>
    public void Remove(Ranked item)
    {
        var at = Locate(item);
        Array.Copy(places, at + 1, places, at, Count - at - 1);
        places[--Count] = default;
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
        var place = item.Place with { Share = share, Rounds = item.Rounds };
        if (place == item.Place)
        {
            return;
        }

        var at = Count == 1 ? 0 : Locate(item);
        item.Place = place;
        var to = at;
        if (at + 1 < Count && Place.Compare(places[at + 1], place) < 0)
        {
            to = ~Find(place, at + 1, Count - at - 1) - 1;
            Array.Copy(places, at + 1, places, at, to - at);
        }
        else if (at > 0 && Place.Compare(place, places[at - 1]) < 0)
        {
            to = ~Find(place, 0, at);
            Array.Copy(places, to, places, to + 1, at - to);
        }

        places[to] = place;
    }

    /// <summary>Gives all of them the shares they have now, and puts them in order.</summary>
    public void Restore(RoleTree tree)
    {
        var sorted = true;
        for (var i = 0; i < Count; i++)
        {
            var item = places[i].Item;
            places[i] = item.Place = new(tree.Share(item), item.Rounds, item, item.Index);
            sorted &= i == 0 || Place.Compare(places[i - 1], places[i]) < 0;
        }

        if (!sorted)
        {
            Array.Sort(places, 0, Count, Order);
        }
    }

    private int Locate(Ranked item)
    {
        var at = Find(item.Place, 0, Count);
        Invariant.Holds(
            at >= 0 && ReferenceEquals(places[at].Item, item), $"{item.Path} stands where its share says");
        return at;
    }

    private int Find(in Place place, int from, int count)
    {
        var (low, high) = (from, from + count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = Place.Compare(places[middle], place);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
