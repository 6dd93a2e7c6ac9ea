using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Model;

public sealed class ResourcesProperties
{
    private static readonly ResourceKind[] Kinds =
    [
        new("cpus", ResourceType.Scalar),
        new("mem", ResourceType.Scalar),
        new("cpus", ResourceType.Scalar, [Reserved("a")]),
        new("cpus", ResourceType.Scalar, [Reserved("a"), Reserved("a/b")]),
        new("cpus", ResourceType.Scalar, revocable: true),
        new("disk", ResourceType.Scalar, [Reserved("a")], null, new(null, new("v1"), "p", null)),
        new("disk", ResourceType.Scalar, [Reserved("a")], null, new(null, new("v2"), "p", null), shared: true),
        new("disk", ResourceType.Scalar, disk: new(new(DiskSourceType.Mount, "/m", null, null, null, Labels.None), null, null, null)),
        new("ports", ResourceType.Ranges),
        new("zones", ResourceType.Set),
    ];

    private static readonly Gen<Resource> One =
        from kind in Gen.Elements(Kinds)
        from amount in Gen.Choose(0, 5)
        from more in Gen.Choose(0, 5)
        select kind.Type switch
        {
            ResourceType.Scalar when kind.Shared => Resource.OfThousandths(kind, 7, amount),
            ResourceType.Scalar => Resource.OfThousandths(kind, amount),
            ResourceType.Ranges => Resource.OfRanges(kind, Ranges.Of(new Range64((ulong)amount, (ulong)(amount + more)))),
            _ => Resource.OfItems(kind, ImmutableSortedSet.Create($"z{amount}", $"z{more}")),
        };

    private static readonly Gen<Resources> Some = One.ListOf().Select(static items => Resources.Of(items.Take(8)));

    private static readonly Arbitrary<(Resources A, Resources B)> Pairs =
        Some.Two().Select(static two => (two.Item1, two.Item2)).ToArbitrary();

    [Fact]
    public void A_sum_contains_its_parts_and_gives_them_back() => Check(static (a, b) =>
        !Disjoint(a, b) || ((a + b).Contains(a) && (a + b).Contains(b) && ((a + b) - b).Equals(a)));

    [Fact]
    public void Adding_does_not_depend_on_the_order() => Check(static (a, b) => (a + b).Equals(b + a));

    [Fact]
    public void What_is_contained_can_be_taken_and_put_back() => Check(static (a, b) =>
        !a.Contains(b) || ((a - b) + b).Equals(a));

    [Fact]
    public void Nothing_is_ever_less_than_nothing() => Check(static (a, b) =>
        (a - b).All(static item => !item.IsEmpty && item.Thousandths >= 0 && item.Copies >= 1) && a.Contains(a - b));

    [Fact]
    public void A_bag_is_contained_in_itself_and_order_is_antisymmetric() => Check(static (a, b) =>
        a.Contains(a) && (!(a.Contains(b) && b.Contains(a)) || a.Equals(b)));

    [Fact]
    public void Allocating_and_taking_back_changes_nothing() => Check(static (a, b) =>
        a.AllocatedTo("r").Unallocated.Equals(a)
        && a.AllocatedTo("r").AllocatedTo("s").Equals(a.AllocatedTo("s"))
        && a.AllocatedTo("r").All(static item => item.Kind.AllocationRole == "r")
        && (a.AllocatedTo("r") + b.AllocatedTo("r")).Equals((a + b).AllocatedTo("r"))
        && (a.IsEmpty || !a.AllocatedTo("r").Equals(a)));

    [Fact]
    public void Equal_bags_have_equal_hash_codes() => Check(static (a, b) =>
        (a + b).GetHashCode() == (b + a).GetHashCode());

    [Fact]
    public void Reservations_belong_to_their_role_and_those_below() => Check(static (a, _) =>
        a.AllocatableTo("a/b").Contains(a.AllocatableTo("a"))
        && a.AllocatableTo("a").Contains(a.Unreserved)
        && a.AllocatableTo("z").Equals(a.Unreserved));

    [Fact]
    public void Thousandths_are_exact()
    {
        var kind = new ResourceKind("cpus", ResourceType.Scalar);
        var sum = Resources.Of(Enumerable.Repeat(Resource.OfScalar(kind, 0.1), 3));

        Assert.Equal(0.3, sum.Scalar("cpus"));
        Assert.Equal(1, Resource.ToThousandths(0.0005));
        Assert.Equal(-1, Resource.ToThousandths(-0.0005));
    }

    [Fact]
    public void Several_disks_that_cannot_be_merged_are_counted()
    {
        var mount = Resource.OfThousandths(Kinds[7], 5);
        var two = Resources.Of(mount, mount);

        Assert.Equal(2, two.Count);
        Assert.True(two.Contains(Resources.Of(mount)));
        Assert.False(Resources.Of(mount).Contains(two));
        Assert.Equal(Resources.Of(mount), two - Resources.Of(mount));
    }

    [Fact]
    public void Shared_volumes_are_counted_in_copies()
    {
        var copy = Resource.OfThousandths(Kinds[6], 7);
        var two = Resources.Of(copy, copy);

        Assert.Equal(2, Assert.Single(two).Copies);
        Assert.True((Resources.Of(copy) - two).IsEmpty);
        Assert.Equal(7, two.Thousandths("disk"));
    }

    private static Reservation Reserved(string role) => new(ReservationType.Dynamic, role, null, Labels.None);

    /// <summary>Ranges and sets are no multisets: what both have is there once in the sum.</summary>
    private static bool Disjoint(Resources a, Resources b) => !a.Any(x => b.Any(y =>
        x.Kind.Equals(y.Kind) && (x.Ranges.Overlaps(y.Ranges) || x.Items.Overlaps(y.Items))));

    private static void Check(Func<Resources, Resources, bool> property) =>
        Prop.ForAll(Pairs, pair => property(pair.A, pair.B)).QuickCheckThrowOnFailure();
}
