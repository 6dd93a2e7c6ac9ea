namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Something that competes with its siblings: a role, the frameworks of a role together, or one framework in a role.
/// </summary>
/// <param name="path">What decides when nothing else does.</param>
internal abstract class Ranked(string path)
{
    /// <summary>What decides when nothing else does.</summary>
    public string Path { get; } = path;

    /// <summary>What it has been allocated, with everything below it.</summary>
    public Amounts Allocated { get; } = new();

    /// <summary>How often it has been allocated something.</summary>
    public long Rounds { get; set; }

    /// <summary>Its weight among its siblings.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Whether it is in its siblings' <see cref="Ranking"/>: whether anything below it may be offered resources.
    /// </summary>
    public bool IsRanked { get; set; }

    /// <summary>The share by which it is ranked; only its ranking changes it.</summary>
    public double RankedShare { get; set; }

    /// <summary>The rounds by which it is ranked; only its ranking changes it.</summary>
    public long RankedRounds { get; set; }

    /// <summary>Who comes first: least share, then fewest rounds, then path (Mesos: DRFSorter, treeNodeLess).</summary>
    public static int Compare(Ranked left, Ranked right)
    {
        if (left.RankedShare != right.RankedShare)
        {
            return left.RankedShare < right.RankedShare ? -1 : 1;
        }

        return left.RankedRounds != right.RankedRounds
            ? left.RankedRounds.CompareTo(right.RankedRounds)
            : string.CompareOrdinal(left.Path, right.Path);
    }
}
