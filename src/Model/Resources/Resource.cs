using System.Collections.Immutable;
using System.Globalization;

namespace Kernel.Model;

/// <summary>An amount of one kind of resource.</summary>
/// <remarks>
/// Scalars are whole thousandths, so sums are exact: 0.1 + 0.2 is 0.3. A shared resource is counted in copies of
/// one indivisible amount.
/// </remarks>
public readonly record struct Resource
{
    private Resource(ResourceKind kind, long thousandths, Ranges ranges, ImmutableSortedSet<string>? items, int copies)
    {
        Kind = kind;
        Thousandths = thousandths;
        Ranges = ranges;
        Items = items ?? [];
        Copies = copies;
    }

    /// <summary>What it is.</summary>
    public ResourceKind Kind { get; }

    /// <summary>The amount of a scalar, in thousandths; 0 for other forms.</summary>
    public long Thousandths { get; }

    /// <summary>The amount of a ranges resource.</summary>
    public Ranges Ranges { get; }

    /// <summary>The amount of a set resource.</summary>
    public ImmutableSortedSet<string> Items { get; }

    /// <summary>How many copies of a shared resource; 1 for everything else.</summary>
    public int Copies { get; }

    /// <summary>The amount of a scalar as Mesos's JSON writes it.</summary>
    public double Scalar => Thousandths / 1000.0;

    /// <summary>Whether there is nothing of it.</summary>
    public bool IsEmpty => Kind.Type switch
    {
        ResourceType.Scalar => Kind.Shared ? Copies == 0 : Thousandths == 0,
        ResourceType.Ranges => Ranges.IsEmpty,
        ResourceType.Set => Items.IsEmpty,
    };

    /// <summary>A scalar amount, in thousandths.</summary>
    public static Resource OfThousandths(ResourceKind kind, long thousandths, int copies = 1) =>
        new(kind, thousandths, default, null, copies);

    /// <summary>A scalar amount, rounded to thousandths, half away from zero.</summary>
    public static Resource OfScalar(ResourceKind kind, double value) => OfThousandths(kind, ToThousandths(value));

    /// <summary>An amount in ranges.</summary>
    public static Resource OfRanges(ResourceKind kind, Ranges ranges) => new(kind, 0, ranges, null, 1);

    /// <summary>An amount in named items.</summary>
    public static Resource OfItems(ResourceKind kind, ImmutableSortedSet<string> items) =>
        new(kind, 0, default, items, 1);

    /// <summary>The thousandths nearest to a number, half away from zero.</summary>
    public static long ToThousandths(double value) => (long)Math.Round(value * 1000, MidpointRounding.AwayFromZero);

    /// <summary>The same amount of another kind of the same form.</summary>
    public Resource As(ResourceKind kind)
    {
        Invariant.Holds(kind.Type == Kind.Type, $"{Kind} cannot become {kind}: its amount has another form");
        return new(kind, Thousandths, Ranges, Items, Copies);
    }

    /// <summary>Whether an amount of this kind can be merged with the other: same kind, and not atomic.</summary>
    public bool MergesWith(Resource other) =>
        Kind.Equals(other.Kind) && (Kind.Shared ? Thousandths == other.Thousandths : !Kind.IsAtomic);

    /// <summary>Whether the other amount, which must be of this kind, is part of this one.</summary>
    public bool Covers(Resource other) => Kind.Equals(other.Kind) && Kind.Type switch
    {
        ResourceType.Scalar when Kind.Shared => Thousandths == other.Thousandths && Copies >= other.Copies,
        ResourceType.Scalar when Kind.IsAtomic => Thousandths == other.Thousandths,
        ResourceType.Scalar => Thousandths >= other.Thousandths,
        ResourceType.Ranges => Ranges.Contains(other.Ranges),
        ResourceType.Set => Items.IsSupersetOf(other.Items),
    };

    /// <summary>Both amounts together; more than can be counted is as much as can be counted, which nobody has.</summary>
    public Resource Plus(Resource other) => Kind.Type switch
    {
        ResourceType.Scalar when Kind.Shared => OfThousandths(Kind, Thousandths, checked(Copies + other.Copies)),
        ResourceType.Scalar => OfThousandths(Kind, Saturated(Thousandths, other.Thousandths)),
        ResourceType.Ranges => OfRanges(Kind, Ranges + other.Ranges),
        ResourceType.Set => OfItems(Kind, Items.Union(other.Items)),
    };

    /// <summary>What is left without the other amount; never less than nothing.</summary>
    public Resource Minus(Resource other) => Kind.Type switch
    {
        ResourceType.Scalar when Kind.Shared => OfThousandths(Kind, Thousandths, Math.Max(0, Copies - other.Copies)),
        ResourceType.Scalar => OfThousandths(Kind, Math.Max(0, Thousandths - other.Thousandths)),
        ResourceType.Ranges => OfRanges(Kind, Ranges - other.Ranges),
        ResourceType.Set => OfItems(Kind, Items.Except(other.Items)),
    };

    private static long Saturated(long left, long right) => left > long.MaxValue - right ? long.MaxValue : left + right;

    /// <inheritdoc/>
    public override string ToString() => Kind.Type switch
    {
        ResourceType.Scalar => $"{Kind}:{Scalar.ToString(CultureInfo.InvariantCulture)}",
        ResourceType.Ranges => $"{Kind}:{Ranges}",
        ResourceType.Set => $"{Kind}:{{{string.Join(", ", Items)}}}",
    };
}
