using System.Text;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class PeerAuthenticationTests
{
    private const string Agent = "slave(1)@10.0.1.1:5051";
    private const string Client = "crammd5-authenticatee(1)@10.0.1.1:5051";

    private readonly Cluster cluster = new(new() { AuthenticateAgents = true, LinkSecrets = new Dictionary<string, string> { ["agents"] = "s" } });

    [Fact]
    public void An_agent_that_has_proved_who_it_is_is_taken()
    {
        Authenticate("s");
        Assert.IsType<AuthenticationCompletedMessage>(Answer());
        Assert.Equal("agents", cluster.State.PrincipalAt(Agent));
        cluster.Agent();
        Assert.Single(cluster.State.Agents);
    }

    [Fact]
    public void One_that_has_not_is_not_answered()
    {
        TestAgent.Knock(cluster, "cpus:1", "10.0.1.1", "a1", null);
        Assert.Empty(cluster.State.Agents);
        Assert.Empty(cluster.Messages);
    }

    [Fact]
    public void A_wrong_secret_is_refused_and_what_was_proved_before_is_forgotten()
    {
        Authenticate("s");
        Authenticate("other");
        Assert.IsType<AuthenticationFailedMessage>(Answer());
        Assert.Null(cluster.State.PrincipalAt(Agent));
    }

    [Fact]
    public void The_answer_to_a_challenge_proves_nothing_twice()
    {
        var answer = Authenticate("s");
        Begin();
        cluster.Tell(new MasterInput.ChallengeAnswered(Client, answer));
        Assert.IsType<AuthenticationFailedMessage>(Answer());
    }

    [Fact]
    public void What_comes_out_of_turn_is_an_error_and_ends_the_exchange()
    {
        cluster.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        cluster.Tell(new MasterInput.ChallengeAnswered(Client, ByteString.Empty));
        Assert.IsType<AuthenticationErrorMessage>(Answer());

        cluster.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        cluster.Tell(new MasterInput.MechanismChosen(Client, "PLAIN"));
        Assert.IsType<AuthenticationErrorMessage>(Answer());
        Assert.Equal(0, cluster.State.AuthenticationSessions);
    }

    [Fact]
    public void An_exchange_that_takes_too_long_is_over()
    {
        cluster.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        cluster.Pass(TimeSpan.FromSeconds(10));
        cluster.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(1, cluster.State.AuthenticationSessions);
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(0, cluster.State.AuthenticationSessions);
    }

    [Fact]
    public void Nobody_authenticates_for_a_process_that_is_elsewhere()
    {
        cluster.Tell(new MasterInput.PeerAuthenticating(Client, "slave(1)@10.0.1.2:5051"));
        Assert.Empty(cluster.Messages);
    }

    [Fact]
    public void A_master_without_credentials_says_that_it_cannot()
    {
        var open = new Cluster();
        open.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        Assert.Equal(
            "No authenticator loaded", Assert.IsType<AuthenticationErrorMessage>(open.Messages.Single().Message).Error);
    }

    [Fact]
    public void Who_connects_again_proves_anew_who_it_is()
    {
        Authenticate("s");
        var agent = cluster.Agent();
        agent.Disconnect();
        agent.Reregister();
        Assert.Empty(agent.Received<SlaveReregisteredMessage>());

        Authenticate("s");
        agent.Reregister();
        Assert.Single(agent.Received<SlaveReregisteredMessage>());
    }

    private IMessage Answer() => cluster.Messages.Last(static message => message.To == Client).Message;

    private string Begin()
    {
        cluster.Tell(new MasterInput.PeerAuthenticating(Client, Agent));
        Assert.Equal(["CRAM-MD5"], Assert.IsType<AuthenticationMechanismsMessage>(Answer()).Mechanisms);
        cluster.Tell(new MasterInput.MechanismChosen(Client, "CRAM-MD5"));
        return Assert.IsType<AuthenticationStepMessage>(Answer()).Data.ToStringUtf8();
    }

    private ByteString Authenticate(string secret)
    {
        var answer = ByteString.CopyFromUtf8(CramMd5.Answer(new("agents", secret), Encoding.UTF8.GetBytes(Begin())));
        cluster.Tell(new MasterInput.ChallengeAnswered(Client, answer));
        return answer;
    }
}
