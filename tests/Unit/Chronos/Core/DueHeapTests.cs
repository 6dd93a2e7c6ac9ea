using Kernel.Chronos.Core;
using Kernel.Model;

namespace Kernel.Tests.Unit.Chronos.Core;

public sealed class DueHeapTests
{
    [Fact]
    public void Only_what_is_due_is_taken_and_one_timer_waits_for_the_next()
    {
        var chronos = new ChronosDriver();
        chronos.Subscribe();
        for (var i = 0; i < 20_000; i++)
        {
            chronos.Accepts($$"""{"name":"job-{{i}}","command":"x","cpus":0.001,"mem":0.1,"disk":0.1,"schedule":"R/2026-11-22T{{13 + (i % 10)}}:00:00Z/P1D"}""");
        }

        chronos.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, chronos.State.Queue.Count);
        chronos.Advance(TimeSpan.FromMinutes(1));
        chronos.Offer(1_000, 1_000_000, 1_000_000);
        Assert.Equal(2_000, chronos.TakeLaunched().Count);
        Assert.Equal(18_000, chronos.State.Due.Count);
        Assert.Equal(chronos.Now + TimeSpan.FromHours(1), chronos.State.Due.Armed);
    }

    [Fact]
    public void A_job_that_is_posted_again_is_due_only_at_its_new_time()
    {
        var chronos = new ChronosDriver();
        chronos.Subscribe();
        chronos.Accepts("""{"name":"a","command":"x","schedule":"R/2026-11-22T13:00:00Z/P1D"}""");
        chronos.Accepts("""{"name":"a","command":"x","schedule":"R/2026-11-22T15:00:00Z/P1D"}""");
        chronos.Advance(TimeSpan.FromHours(2));
        chronos.LaunchesNothing();
        Assert.Equal(Moment.From(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero)), chronos.State.Due.NextDue);
        chronos.Advance(TimeSpan.FromHours(1));
        chronos.Launches();
    }
}
