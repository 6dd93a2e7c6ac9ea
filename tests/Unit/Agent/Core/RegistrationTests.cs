using Kernel.Agent.Core;
using Mesos.Internal;
using Xunit;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class RegistrationTests
{
    [Fact]
    public void An_agent_registers_again_and_again_with_delays_below_a_doubling_bound_of_at_most_a_minute()
    {
        var driver = new AgentDriver().Tell(new AgentStarted()).Tell(new HostConnected([]));
        var at = new List<double>();
        var start = driver.Now.Seconds;
        for (var i = 0; i < 6_000; i++)
        {
            driver.Advance(TimeSpan.FromMilliseconds(100));
            at.AddRange(driver.Sent<RegisterSlaveMessage>().Select(_ => driver.Now.Seconds - start));
            driver.Take();
        }

        Assert.InRange(at[0], 0, 1.1);
        var bound = 2.0;
        foreach (var (earlier, later) in at.Zip(at.Skip(1)))
        {
            Assert.InRange(later - earlier, 0, bound + 0.2);
            bound = Math.Min(60, bound * 2);
        }

        Assert.InRange(at.Count, 10, 40);
    }

    [Fact]
    public void Nothing_is_sent_before_the_executor_host_has_answered()
    {
        var driver = new AgentDriver().Tell(new AgentStarted()).Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(driver.Sent<RegisterSlaveMessage>());
    }

    [Fact]
    public void Registration_stores_the_id_before_anything_else_and_tells_the_resources()
    {
        var driver = new AgentDriver().Tell(new AgentStarted()).Tell(new HostConnected([])).Advance(TimeSpan.FromSeconds(1.1));
        driver.Tell(new AgentRegistered(AgentDriver.MasterPid, new() { SlaveId = new() { Value = "S0" } }));

        Assert.True(driver.Disk.ContainsKey("agent/info"));
        Assert.Equal("S0", driver.State.Id?.Value);
        Assert.Equal("S0", driver.Sent<UpdateSlaveMessage>().Single().SlaveId.Value);
        Assert.Contains(driver.Effects, static effect => effect is PrepareAgentDirectory);
        Assert.Equal(AgentPhase.Running, driver.State.Phase);
    }

    [Fact]
    public void A_repeated_registration_changes_nothing_and_another_id_ends_the_agent()
    {
        var driver = AgentDriver.Registered();
        driver.Tell(new AgentRegistered(AgentDriver.MasterPid, new() { SlaveId = new() { Value = "S0" } }));
        Assert.Empty(driver.Sent<UpdateSlaveMessage>());

        driver.Tell(new AgentRegistered(AgentDriver.MasterPid, new() { SlaveId = new() { Value = "S9" } }));
        Assert.Contains(driver.Effects, static effect => effect is ExitAgent { Code: 1 });
    }

    [Fact]
    public void A_ping_is_answered_to_its_sender()
    {
        var driver = AgentDriver.Registered().Tell(new PingReceived("slave-observer(1)@10.0.0.1:5050", true));
        var pong = Assert.Single(driver.Effects.OfType<SendToPeer>());
        Assert.Equal("slave-observer(1)@10.0.0.1:5050", pong.To);
        Assert.IsType<PongSlaveMessage>(pong.Message);
    }

    [Theory]
    [InlineData("ping of a disconnected agent")]
    [InlineData("no ping in time")]
    [InlineData("the connection broke")]
    public void What_tells_that_the_master_is_gone_makes_the_agent_register_again(string what)
    {
        var driver = AgentDriver.Registered();
        _ = what switch
        {
            "no ping in time" => driver.Advance(TimeSpan.FromSeconds(75)),
            "the connection broke" => driver.Tell(new LinkClosed(AgentDriver.MasterPid)),
            _ => driver.Tell(new PingReceived("slave-observer(1)@10.0.0.1:5050", false)),
        };
        Assert.Equal(AgentPhase.Disconnected, driver.State.Phase);
        driver.Advance(TimeSpan.FromSeconds(1.1));
        Assert.NotEmpty(driver.Sent<ReregisterSlaveMessage>());
    }

    [Fact]
    public void Pings_keep_an_agent_registered()
    {
        var driver = AgentDriver.Registered();
        for (var i = 0; i < 20; i++)
        {
            driver.Advance(TimeSpan.FromSeconds(15)).Tell(new PingReceived("slave-observer(1)@10.0.0.1:5050", true));
        }

        Assert.Equal(AgentPhase.Running, driver.State.Phase);
    }

    [Fact]
    public void An_answer_to_what_was_asked_before_the_agent_was_registered_elsewhere_does_not_count()
    {
        const string Other = "master@10.0.0.9:5050";
        var answer = new AgentReregistered(Other, new() { SlaveId = new() { Value = "S0" } });
        var driver = AgentDriver.Registered().Tell(new LinkClosed(AgentDriver.MasterPid));

        driver.Tell(answer);
        Assert.Equal(AgentPhase.Disconnected, driver.State.Phase);

        driver.Advance(TimeSpan.FromSeconds(1.1)).Tell(answer);
        Assert.Equal((AgentPhase.Running, Other), (driver.State.Phase, driver.State.Registration.Master));
    }

    [Fact]
    public void A_task_that_the_master_knows_and_the_agent_does_not_is_dropped_on_reregistration()
    {
        var driver = AgentDriver.Registered().Tell(new LinkClosed(AgentDriver.MasterPid)).Advance(TimeSpan.FromSeconds(1.1));
        driver.Take();
        driver.Tell(new AgentReregistered(AgentDriver.MasterPid, new()
        {
            SlaveId = new() { Value = "S0" },
            Reconciliations =
            {
                new ReconcileTasksMessage
                {
                    FrameworkId = new() { Value = "F" },
                    Framework = AgentDriver.Framework(),
                    Statuses = { new Mesos.V1.TaskStatus { TaskId = new() { Value = "lost" }, State = Mesos.V1.TaskState.TaskStaging } },
                },
            },
        }));

        var update = Assert.Single(driver.Updates);
        Assert.Equal(Mesos.V1.TaskState.TaskDropped, update.Status.State);
        Assert.Equal(Mesos.V1.TaskStatus.Types.Reason.Reconciliation, update.Status.Reason);
    }

    [Fact]
    public void A_detected_leader_is_asked_instead_of_the_named_masters_and_until_there_is_one_nobody_is()
    {
        var driver = new AgentDriver(change: static configuration => configuration with { Masters = [] });
        driver.Tell(new AgentStarted()).Tell(new HostConnected([])).Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(driver.Sent<RegisterSlaveMessage>());

        driver.Tell(new MasterDetected("master@10.0.0.9:5050")).Advance(TimeSpan.FromSeconds(1.1));
        Assert.NotEmpty(driver.Sent<RegisterSlaveMessage>());
        Assert.All(driver.Effects.OfType<SendToPeer>(), static sent => Assert.Equal("master@10.0.0.9:5050", sent.To));
    }

    [Fact]
    public void A_registered_agent_goes_to_another_leader_at_once_and_stays_while_none_leads()
    {
        var driver = AgentDriver.Registered();
        driver.Tell(new MasterDetected(AgentDriver.MasterPid)).Tell(new MasterDetected(null));
        Assert.Equal(AgentPhase.Running, driver.State.Phase);

        driver.Tell(new MasterDetected("master@10.0.0.9:5050"));
        Assert.Equal(AgentPhase.Disconnected, driver.State.Phase);
        driver.Advance(TimeSpan.FromSeconds(1.1));
        Assert.NotEmpty(driver.Sent<ReregisterSlaveMessage>());
        Assert.All(driver.Effects.OfType<SendToPeer>(), static sent => Assert.Equal("master@10.0.0.9:5050", sent.To));
    }

    [Fact]
    public void A_leader_that_is_detected_before_the_executor_host_has_answered_is_remembered()
    {
        var driver = new AgentDriver(change: static configuration => configuration with { Masters = [] });
        driver.Tell(new AgentStarted()).Tell(new MasterDetected("master@10.0.0.9:5050")).Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(driver.Sent<RegisterSlaveMessage>());
        driver.Tell(new HostConnected([])).Advance(TimeSpan.FromSeconds(1.1));
        Assert.NotEmpty(driver.Sent<RegisterSlaveMessage>());
    }
}
