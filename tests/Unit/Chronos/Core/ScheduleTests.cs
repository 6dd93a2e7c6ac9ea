using Kernel.Chronos.Core;
using Kernel.Model;

namespace Kernel.Tests.Unit.Chronos.Core;

public sealed class ScheduleTests
{
    private static readonly Moment Now = At("2026-11-22T12:00:00Z");

    [Theory]
    [InlineData("R5/2008-03-01T13:00:00Z/P1D", "", 5, "2008-03-01T13:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00Z/P1D", "", -1, "2008-03-01T13:00:00Z")]
    [InlineData("R/2008-03-01/P1D", "", -1, "2008-03-01T00:00:00Z")]
    [InlineData("R/2008-03-01T13:00Z/P1D", "", -1, "2008-03-01T13:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00.250Z/PT1.5S", "", -1, "2008-03-01T13:00:00.25Z")]
    [InlineData("R/2008-03-01T13:00:00-04:00/P1D", "", -1, "2008-03-01T17:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00Z/P1D", "PST", -1, "2008-03-01T21:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00-04:00/P1D", "PST", -1, "2008-03-01T21:00:00Z")]
    [InlineData("R/2014-10-10T18:32:00Z/PT60M", "America/Los_Angeles", -1, "2014-10-11T01:32:00Z")]
    [InlineData("R/2008-07-01T13:00:00Z/P1D", "Europe/London", -1, "2008-07-01T12:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00Z/P1D", "GMT+2", -1, "2008-03-01T11:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00Z/P1D", "Nowhere/Land", -1, "2008-03-01T13:00:00Z")]
    [InlineData("R1//P", "", 1, "2026-11-22T11:59:59Z")]
    [InlineData("R0//PT1H", "", 0, "2026-11-22T11:59:59Z")]
    public void A_schedule_says_how_often_and_when_first(string text, string zone, long count, string start)
    {
        var schedule = Schedule.Parse(text, zone, Now);
        Assert.NotNull(schedule);
        Assert.Equal(count, schedule.Count);
        Assert.Equal(At(start), schedule.Start);
        Assert.Equal(text, schedule.Text);
    }

    [Theory]
    [InlineData("FOO/BAR/BAM")]
    [InlineData("R/2008-03-01T13:00:00Z")]
    [InlineData("R/2008-03-01T13:00:00Z/")]
    [InlineData("R/2008-03-01T13:00:00Z/1D")]
    [InlineData("R/2008-13-01T13:00:00Z/P1D")]
    [InlineData("R/yesterday/P1D")]
    [InlineData("R-1/2008-03-01T13:00:00Z/P1D")]
    [InlineData("R99999999999999999999/2008-03-01T13:00:00Z/P1D")]
    [InlineData("R/2008-03-01T13:00:00Z/P1X")]
    [InlineData("R/2008-03-01T25:00:00Z/P1D")]
    [InlineData("")]
    public void What_is_no_schedule_is_not_taken_for_one(string text) => Assert.Null(Schedule.Parse(text, "", Now));

    [Theory]
    [InlineData("R/2026-11-22T11:00:00Z/PT1H", "", "R/2026-11-22T13:00:00.000Z/PT1H")]
    [InlineData("R/2026-11-22T11:30:00Z/PT1H", "", "R/2026-11-22T12:30:00.000Z/PT1H")]
    [InlineData("R3/2012-10-01T05:52:00Z/PT2S", "", "R2/2026-11-22T12:00:02.000Z/PT2S")]
    [InlineData("R/2012-01-01T00:00:01.000Z/P1M", "", "R/2026-12-01T00:00:01.000Z/P1M")]
    [InlineData("R/2025-11-22T12:00:00Z/P1Y", "", "R/2027-11-22T12:00:00.000Z/P1Y")]
    [InlineData("R/2016-12-05T22:00:00.000Z/P1W", "", "R/2026-11-23T22:00:00.000Z/P1W")]
    [InlineData("R1/2012-01-01T00:00:00.000Z/PT0S", "", "R0/2012-01-01T00:00:00.000Z/PT0S")]
    [InlineData("R0/2012-01-01T00:00:00.000Z/PT0S", "", "R0/2012-01-01T00:00:00.000Z/PT0S")]
    [InlineData("R3/2030-01-01T00:00:00.000Z/P1D", "", "R2/2030-01-01T00:00:00.000Z/P1D")]
    [InlineData("R/2008-03-01T13:00:00Z/P1D", "Europe/Paris", "R/2026-11-23T13:00:00.000+01:00/P1D")]
    [InlineData("R/2008-03-01T13:00:00-04:00/P1D", "", "R/2026-11-22T13:00:00.000-04:00/P1D")]
    public void A_launch_uses_up_one_run_and_moves_the_start_past_all_that_was_missed(string text, string zone, string after) =>
        Assert.Equal(after, Schedule.Parse(text, zone, Now)!.AfterLaunch(Now).Text);

    [Theory]
    [InlineData("P1D", "2026-03-29T08:00:00Z")]
    [InlineData("PT24H", "2026-03-29T09:00:00Z")]
    public void A_day_keeps_the_hour_over_a_change_to_summer_time_and_24_hours_do_not(string period, string next)
    {
        var schedule = Schedule.Parse($"R/2026-03-28T11:00:00/{period}", "Europe/Helsinki", Now)!;
        Assert.Equal(At("2026-03-28T09:00:00Z"), schedule.Start);
        Assert.Equal(At(next), schedule.AfterLaunch(schedule.Start).Start);
    }

    [Fact]
    public void The_last_day_of_the_month_is_not_forgotten_over_a_short_month()
    {
        var schedule = Schedule.Parse("R/2026-12-31T00:00:00Z/P1M", "", Now)!;
        var days = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            days.Add(schedule.Start.ToDateTimeOffset().ToString("MM-dd"));
            schedule = schedule.AfterLaunch(schedule.Start);
        }

        Assert.Equal(["12-31", "01-31", "02-28", "03-31", "04-30"], days);
    }

    [Fact]
    public void What_is_stored_goes_on_from_the_same_anchor()
    {
        var schedule = Schedule.Parse("R/2026-12-31T10:00:00/P1M", "Europe/Paris", Now)!;
        var february = schedule.AfterLaunch(schedule.Start);
        february = february.AfterLaunch(february.Start);
        var restored = Schedule.Restore(february.Text, february.TimeZone, february.AnchorText, february.Index)!;
        Assert.Equal(february.Start, restored.Start);
        Assert.Equal(february.AfterLaunch(february.Start).Text, restored.AfterLaunch(restored.Start).Text);
    }

    [Fact]
    public void A_schedule_that_leaves_the_calendar_is_never_due()
    {
        var schedule = Schedule.Parse("R/2026-11-22T11:00:00Z/P9000Y", "", Now)!.AfterLaunch(Now);
        Assert.Equal(Moment.Never, schedule.Start);
        Assert.False(schedule.HasOccurrence);
    }

    private static Moment At(string text) => Moment.From(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
