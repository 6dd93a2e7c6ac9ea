using Kernel.Model;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>Agents that are heard of again while they wait for the rate limit to become unreachable.</summary>
public sealed class RemovalLimitRaceTests
{
    private static readonly SimOptions Limited = new()
    {
        Masters = 1, Agents = 2, Settings = new() { AgentRemovalInterval = TimeSpan.FromMinutes(4) },
    };

    /// <summary>Race 4.</summary>
    [Theory, Seeds]
    public void A_pong_before_the_limiter_has_let_the_agent_go_keeps_it(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var (gone, kept) = CutBothOff(s);
        s.Rejoin(kept);
        s.Until(() => s.Books.ScheduledRemovals.Count == 0, "the second is kept");
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
        Assert.Equal(1, s.Books.Counters.Events["slave_unreachable_canceled"]);
        Assert.Equal(1, s.Books.Counters.Events["slave_unreachable_completed"]);
        s.Rejoin(gone);
    });

    /// <summary>Race 4: it is not cancelled by a pong any more, the agent has to re-register.</summary>
    [Theory, Seeds]
    public void A_pong_after_the_limiter_has_let_the_agent_go_is_too_late(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var framework = s.Framework();
        var home = s.Home(framework.Run("task"));
        var coming = s.Hold(home, s.Master, "ReregisterSlaveMessage");
        s.CutOff(home);
        framework.Await("task", TaskState.TaskUnreachable);
        s.Rejoin(home);
        s.UntilHeld(coming);
        s.PassSeconds(30);
        Assert.Single(s.Books.Unreachable);
        coming.Release();
        Assert.Equal(Reason.AgentReregistered, framework.Await("task", TaskState.TaskRunning).Reason);
    });

    /// <summary>Race 4, with a re-registration in place of the pong.</summary>
    [Theory, Seeds]
    public void An_agent_that_re_registers_before_the_limiter_has_let_it_go_stays(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var (gone, kept) = CutBothOff(s);
        var pongs = s.Hold(kept, s.Master, "PongSlaveMessage");
        kept.Kill("the scenario");
        s.Rejoin(kept);
        kept.Start();
        s.UntilRegistered(kept);
        Assert.Equal(0, pongs.Caught);
        pongs.Release();
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
        Assert.Single(s.Books.Unreachable);
        s.Rejoin(gone);
    });

    /// <summary>Race 4, after a failover of the master.</summary>
    [Theory, Seeds]
    public void A_recovered_agent_that_comes_back_before_the_limiter_has_let_it_go_stays(ulong seed) => Scenario.Play(seed, Limited, s =>
    {
        var master = s.Master;
        s.Cluster.Agents[0].Kill("the scenario");
        s.Cluster.Agents[1].Kill("the scenario");
        master.Restart("the scenario", TimeSpan.FromSeconds(1));
        s.Until(
            () => s.Cluster.Leader?.State is { } books && books.ScheduledRemovals.Count == 1,
            "one waits for the limiter",
            TimeSpan.FromMinutes(15));
        var kept = s.Cluster.Agents[s.Books.Unreachable.Keys.Single().Value.EndsWith("S0", StringComparison.Ordinal) ? 1 : 0];
        kept.Start();
        s.UntilRegistered(kept);
        s.Pass(TimeSpan.FromMinutes(6));
        Assert.True(s.IsRegistered(kept));
    });

    /// <summary>The limiter lets the first agent go at once, and each other one an interval after the one before.</summary>
    [Theory, Seeds]
    public void The_limiter_keeps_its_rate_however_often_somebody_is_taken_back(ulong seed) => Scenario.Play(
        seed, Limited with { Agents = 5 }, s =>
        {
            var goings = new List<Moment>();
            var known = 0;
            s.World.AfterEveryStep(() =>
            {
                if (s.Cluster.Leader is { State: { } books } && books.Unreachable.Count > known)
                {
                    goings.Add(s.World.Now);
                }

                known = s.Cluster.Leader?.State?.Unreachable.Count ?? 0;
            });
            s.CutOff(s.Cluster.Agents[0]);
            s.CutOff(s.Cluster.Agents[1]);
            s.Until(() => s.Books.ScheduledRemovals.Count == 1, "the second waits");
            s.Rejoin(s.Cluster.Agents[0]);
            s.Rejoin(s.Cluster.Agents[1]);
            s.Until(() => s.Books.ScheduledRemovals.Count == 0, "it is kept");
            s.Cluster.Agents.Skip(1).ToList().ForEach(s.CutOff);
            s.Until(() => s.Books.Unreachable.Count >= 4, "all four are gone", TimeSpan.FromMinutes(25));
            Assert.All(
                goings.Zip(goings.Skip(1)),
                static pair => Assert.True(pair.Second - pair.First > TimeSpan.FromMinutes(3.99), $"{pair.Second - pair.First}"));
            s.Cluster.Agents.ToList().ForEach(s.Rejoin);
        });

    /// <summary>Two agents are cut off until the master has given one up, and the other waits for the limiter.</summary>
    private static (SimAgent Gone, SimAgent Waiting) CutBothOff(Scenario s)
    {
        s.Cluster.Agents.ToList().ForEach(s.CutOff);
        s.Until(() => s.Books.Unreachable.Count == 1 && s.Books.ScheduledRemovals.Count == 1, "one waits for the limiter");
        var gone = s.Cluster.Agents.Single(agent => s.Books.Unreachable.ContainsKey(agent.State!.Id!.Value));
        return (gone, s.Cluster.Agents.Single(agent => agent != gone));
    }
}
