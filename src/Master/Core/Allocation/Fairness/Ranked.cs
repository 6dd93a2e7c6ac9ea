namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Something that competes with its siblings: a role, the frameworks of a role together, or one framework in a role.
/// </summary>
/// <param name="path">What decides when nothing else does.</param>
internal abstract class Ranked(string path)
{
    /// <summary>What decides when nothing else does.</summary>
    public string Path { get; } = path;

    /// <summary>Its number, if it has one.</summary>
    public int Index { get; set; }

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

    /// <summary>Where it is ranked; only its ranking changes it.</summary>
    public Place Place { get; set; }

    /// <summary>Who comes first; see <see cref="Place.Compare"/>.</summary>
    public static int Compare(Ranked left, Ranked right) => Place.Compare(left.Place, right.Place);
}
