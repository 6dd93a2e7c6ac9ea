using FsCheck;
using FsCheck.Fluent;
using Kernel.Model;
using Xunit;

namespace Kernel.Tests.Unit.Model;

public sealed class RangesProperties
{
    private static readonly Gen<Ranges> Some =
        from runs in (
            from begin in Gen.Choose(0, 40)
            from length in Gen.Choose(0, 6)
            select new Range64((ulong)begin, (ulong)(begin + length))).ListOf()
        select Ranges.Of(runs.Take(8));

    private static readonly Arbitrary<(Ranges A, Ranges B)> Pairs =
        Some.Two().Select(static two => (two.Item1, two.Item2)).ToArbitrary();

    [Fact]
    public void Ranges_are_the_sets_of_their_numbers() => Check(static (a, b) =>
        Set(a + b).SetEquals(Set(a).Union(Set(b)))
        && Set(a - b).SetEquals(Set(a).Except(Set(b)))
        && a.Contains(b) == Set(b).IsSubsetOf(Set(a))
        && a.Overlaps(b) == Set(a).Overlaps(Set(b))
        && (a == b) == Set(a).SetEquals(Set(b))
        && a.Count == (ulong)Set(a).Count);

    [Fact]
    public void Runs_are_sorted_and_neither_touch_nor_overlap() => Check(static (a, b) =>
        (a + b).Runs.Zip((a + b).Runs.Skip(1), static (x, y) => x.End + 1 < y.Begin).All(static apart => apart)
        && (a - b).Runs.All(static run => run.Begin <= run.End));

    [Fact]
    public void What_is_taken_out_and_put_back_changes_nothing() => Check(static (a, b) =>
        (a - b) + b == a + b && (a + b) - b == a - b && (a - b).Contains(a - b) && !(a - b).Overlaps(b));

    [Fact]
    public void The_greatest_number_has_no_next()
    {
        var all = Ranges.Of(new Range64(0, ulong.MaxValue));

        Assert.Equal("[0-18446744073709551614]", (all - Ranges.Of(new Range64(ulong.MaxValue, ulong.MaxValue))).ToString());
        Assert.Equal(all, all + Ranges.Of(new Range64(5, ulong.MaxValue)));
        Assert.True((all - all).IsEmpty);
    }

    private static HashSet<ulong> Set(Ranges ranges) =>
        [.. ranges.Runs.SelectMany(static run => Enumerable.Range((int)run.Begin, (int)run.Count).Select(static n => (ulong)n))];

    private static void Check(Func<Ranges, Ranges, bool> property) =>
        Prop.ForAll(Pairs, pair => property(pair.A, pair.B)).QuickCheckThrowOnFailure();
}
