using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>Chooses host ports (Marathon: PortsMatcher.scala).</summary>
internal static class PortChoice
{
    /// <summary>
    /// Chooses ports out of ranges: the given ones, and for each 0 one of its own, beginning somewhere at random.
    /// </summary>
    /// <returns>The ports in the order wanted; null if they are not to be had.</returns>
    internal static IReadOnlyList<int>? Choose(
        IEnumerable<V1.Value.Types.Range> offered, IReadOnlyList<int> wanted, Chance chance)
    {
        var ranges = offered.Where(static range => range.Begin <= range.End && range.End <= 65_535).ToArray();
        var taken = wanted.Where(static port => port != 0).ToHashSet();
        if (taken.Any(port => !ranges.Any(range => range.Begin <= (ulong)port && (ulong)port <= range.End)))
        {
            return null;
        }

        var free = Wrapped(ranges, chance).Where(taken.Add).GetEnumerator();
        var chosen = new List<int>(wanted.Count);
        foreach (var port in wanted)
        {
            if (port == 0 && !free.MoveNext())
            {
                return null;
            }

            chosen.Add(port == 0 ? free.Current : port);
        }

        return chosen;
    }

    /// <summary>All ports once, from a random one on.</summary>
    private static IEnumerable<int> Wrapped(V1.Value.Types.Range[] ranges, Chance chance)
    {
        if (ranges.Length == 0)
        {
            yield break;
        }

        chance.Shuffle<V1.Value.Types.Range>(ranges);
        var count = ranges.Sum(static range => (int)(range.End - range.Begin + 1));
        var skip = chance.Next(count);
        for (var i = 0; i < count; i++)
        {
            yield return At(ranges, (skip + i) % count);
        }
    }

    private static int At(V1.Value.Types.Range[] ranges, int index)
    {
        foreach (var range in ranges)
        {
            var length = (int)(range.End - range.Begin + 1);
            if (index < length)
            {
                return (int)range.Begin + index;
            }

            index -= length;
        }

        throw Invariant.Unreachable("an index within the ranges is in one of them");
    }
}
