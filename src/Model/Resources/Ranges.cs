using System.Collections.Immutable;

namespace Kernel.Model;

/// <summary>One run of whole numbers, both ends included.</summary>
/// <param name="Begin">The first number.</param>
/// <param name="End">The last number; not below <paramref name="Begin"/>.</param>
public readonly record struct Range64(ulong Begin, ulong End)
{
    /// <summary>How many numbers it holds.</summary>
    public ulong Count => End - Begin + 1;
}

/// <summary>A set of whole numbers such as ports, kept as sorted runs that neither touch nor overlap.</summary>
public readonly struct Ranges : IEquatable<Ranges>
{
    /// <summary>The empty set.</summary>
    public static readonly Ranges Empty = new([]);

    private readonly ImmutableArray<Range64> runs;

    private Ranges(ImmutableArray<Range64> runs) => this.runs = runs;

    /// <summary>The runs, in order.</summary>
    public ImmutableArray<Range64> Runs => runs.IsDefault ? [] : runs;

    /// <summary>Whether it holds nothing.</summary>
    public bool IsEmpty => runs.IsDefaultOrEmpty;

    /// <summary>How many numbers it holds.</summary>
    public ulong Count
    {
        get
        {
            var count = 0UL;
            foreach (var run in Runs)
            {
                count += run.Count;
            }

            return count;
        }
    }

    /// <summary>The set of all numbers in the given runs, which may touch and overlap and come in any order.</summary>
    public static Ranges Of(params IEnumerable<Range64> runs)
    {
        var sorted = runs.ToArray();
        Array.Sort(sorted, static (x, y) => x.Begin.CompareTo(y.Begin));
        var merged = ImmutableArray.CreateBuilder<Range64>(sorted.Length);
        foreach (var run in sorted)
        {
            Invariant.Holds(run.Begin <= run.End, $"a range runs upward, not [{run.Begin}-{run.End}]");
            if (merged.Count > 0 && (merged[^1].End == ulong.MaxValue || run.Begin <= merged[^1].End + 1))
            {
                merged[^1] = new(merged[^1].Begin, Math.Max(merged[^1].End, run.End));
            }
            else
            {
                merged.Add(run);
            }
        }

        return new(merged.DrainToImmutable());
    }

    /// <summary>All numbers in either set.</summary>
    public static Ranges operator +(Ranges left, Ranges right) =>
        left.IsEmpty ? right : right.IsEmpty ? left : Of(left.Runs.Concat(right.Runs));

    /// <summary>The numbers of the left set that are not in the right one.</summary>
    public static Ranges operator -(Ranges left, Ranges right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left;
        }

        var rest = ImmutableArray.CreateBuilder<Range64>(left.Runs.Length + right.Runs.Length);
        var j = 0;
        foreach (var run in left.Runs)
        {
            Cut(run, right.Runs, ref j, rest);
        }

        return new(rest.DrainToImmutable());
    }

    /// <summary>Whether every number of the other set is in this one.</summary>
    public bool Contains(Ranges other)
    {
        var i = 0;
        foreach (var run in other.Runs)
        {
            while (i < Runs.Length && Runs[i].End < run.Begin)
            {
                i++;
            }

            if (i == Runs.Length || Runs[i].Begin > run.Begin || Runs[i].End < run.End)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether some number is in both sets.</summary>
    public bool Overlaps(Ranges other)
    {
        for (int i = 0, j = 0; i < Runs.Length && j < other.Runs.Length;)
        {
            if (Runs[i].End < other.Runs[j].Begin)
            {
                i++;
            }
            else if (other.Runs[j].End < Runs[i].Begin)
            {
                j++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(Ranges other) => Runs.AsSpan().SequenceEqual(other.Runs.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ranges other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Runs.Aggregate(0, static (hash, run) => HashCode.Combine(hash, run));

    /// <inheritdoc cref="Equals(Ranges)"/>
    public static bool operator ==(Ranges left, Ranges right) => left.Equals(right);

    /// <inheritdoc cref="Equals(Ranges)"/>
    public static bool operator !=(Ranges left, Ranges right) => !left.Equals(right);

    /// <summary>As Mesos writes it: <c>[31000-32000, 33000-33000]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Runs.Select(static run => $"{run.Begin}-{run.End}"))}]";

    private static void Cut(
        Range64 run, ImmutableArray<Range64> holes, ref int j, ImmutableArray<Range64>.Builder rest)
    {
        var begin = run.Begin;
        while (j < holes.Length && holes[j].End < begin)
        {
            j++;
        }

        for (var k = j; k < holes.Length && holes[k].Begin <= run.End; k++)
        {
            if (holes[k].Begin > begin)
            {
                rest.Add(new(begin, holes[k].Begin - 1));
            }

            if (holes[k].End >= run.End)
            {
                return;
            }

            begin = holes[k].End + 1;
        }

        rest.Add(new(begin, run.End));
    }
}
