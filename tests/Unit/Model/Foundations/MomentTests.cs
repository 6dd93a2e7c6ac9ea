using Kernel.Model;

namespace Kernel.Tests.Unit.Model.Foundations;

public sealed class MomentTests
{
    [Fact]
    public void Spans_lead_from_one_moment_to_another()
    {
        var start = Moment.FromSeconds(100);
        var later = start + TimeSpan.FromSeconds(5);
        Assert.Equal(TimeSpan.FromSeconds(5), later - start);
        Assert.True(start < later);
        Assert.Equal(105, later.Seconds);
    }

    [Fact]
    public void The_end_of_time_is_not_passed() => Assert.Equal(Moment.Never, Moment.FromSeconds(4e9) + TimeSpan.MaxValue);

    [Fact]
    public void A_wall_clock_time_survives_the_way_there_and_back()
    {
        var time = new DateTimeOffset(2026, 11, 25, 12, 30, 15, TimeSpan.Zero);
        Assert.Equal(time, Moment.From(time).ToDateTimeOffset());
    }

    [Fact]
    public void One_seed_gives_one_stream_of_chance()
    {
        var (left, right) = (new Chance(5), new Chance(5));
        Assert.Equal(Enumerable.Range(0, 100).Select(_ => left.Next(1_000)), Enumerable.Range(0, 100).Select(_ => right.Next(1_000)));
        Assert.NotEqual(new Chance(5).NextGuid(), new Chance(6).NextGuid());
    }
}
