using Google.Protobuf;
using Kernel.Agent.Core;
using Mesos.Internal;

namespace Kernel.Tests.Unit.Agent.Core;

public sealed class AuthenticationTests
{
    private const string Session = "crammd5-authenticator-session(3)@10.0.0.1:5050";

    [Fact]
    public void An_agent_proves_who_it_is_before_it_registers()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("slave(1)@10.0.0.2:5051", Assert.Single(driver.Sent<AuthenticateMessage>()).Pid);

        driver.Tell(new MechanismsOffered(Session, ["CRAM-MD5"]));
        Assert.Equal("CRAM-MD5", Assert.Single(driver.Sent<AuthenticationStartMessage>()).Mechanism);
        driver.Tell(new ChallengeReceived(Session, ByteString.CopyFromUtf8("<1896.697170952@postoffice.reston.mci.net>")));
        Assert.Equal(
            "tim b913a602c7eda7a495b4e6e7334d3890", Assert.Single(driver.Sent<AuthenticationStepMessage>()).Data.ToStringUtf8());
        Assert.All(driver.Take().OfType<SendToPeer>().Skip(1), static sent => Assert.Equal(Session, sent.To));

        Assert.Empty(driver.Sent<RegisterSlaveMessage>());
        driver.Tell(new AuthenticationCompleted(Session));
        Assert.Single(driver.Sent<RegisterSlaveMessage>());
        driver.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(driver.Sent<AuthenticateMessage>());
    }

    [Fact]
    public void A_master_that_does_not_answer_for_long_is_proved_to_again()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1)).Tell(new AuthenticationCompleted(Session)).Take();
        driver.Advance(TimeSpan.FromMinutes(5));
        Assert.NotEmpty(driver.Sent<AuthenticateMessage>());
        Assert.InRange(driver.Sent<RegisterSlaveMessage>().Count, 3, 12);
    }

    [Fact]
    public void It_tries_again_after_longer_and_longer_waits()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromMinutes(30));
        Assert.InRange(driver.Sent<AuthenticateMessage>().Count, 30, 120);
        Assert.Empty(driver.Sent<RegisterSlaveMessage>());

        var hasty = Started();
        hasty.Advance(TimeSpan.FromSeconds(5));
        Assert.Single(hasty.Sent<AuthenticateMessage>());
    }

    [Fact]
    public void Nobody_but_a_master_is_answered()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1)).Take();
        driver.Tell(new MechanismsOffered("thief(1)@10.0.0.9:5050", ["CRAM-MD5"]));
        driver.Tell(new ChallengeReceived("thief(1)@10.0.0.9:5050", ByteString.CopyFromUtf8("<1>")));
        driver.Tell(new AuthenticationCompleted("thief(1)@10.0.0.9:5050"));
        driver.Tell(new AuthenticationRefused("thief(1)@10.0.0.9:5050"));
        Assert.Empty(driver.Effects);
    }

    [Fact]
    public void A_refused_agent_leaves_and_its_tasks_stay()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1));
        driver.Tell(new AuthenticationRefused(Session));
        var exit = Assert.Single(driver.Effects.OfType<ExitAgent>());
        Assert.Equal((1, false), (exit.Code, exit.EndHost));
    }

    [Fact]
    public void An_agent_that_looks_for_a_master_again_proves_it_again()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1)).Tell(new AuthenticationCompleted(Session));
        driver.Tell(new AgentRegistered(AgentDriver.MasterPid, new() { SlaveId = new() { Value = "S0" } }));
        driver.Take();
        driver.Tell(new LinkClosed(AgentDriver.MasterPid)).Advance(TimeSpan.FromSeconds(1));
        Assert.Single(driver.Sent<AuthenticateMessage>());
        Assert.Empty(driver.Sent<ReregisterSlaveMessage>());
    }

    [Fact]
    public void A_master_that_is_lost_before_it_answers_is_proved_to_again()
    {
        var driver = Started();
        driver.Advance(TimeSpan.FromSeconds(1)).Tell(new AuthenticationCompleted(Session)).Take();
        driver.Tell(new LinkClosed(AgentDriver.MasterPid)).Advance(TimeSpan.FromSeconds(1));
        Assert.Single(driver.Sent<AuthenticateMessage>());
    }

    private static AgentDriver Started()
    {
        var driver = new AgentDriver(change: static configuration => configuration with { Credential = new("tim", "tanstaaftanstaaf") });
        driver.Tell(new AgentStarted());
        driver.Tell(new HostConnected([]));
        driver.Take();
        return driver;
    }
}
