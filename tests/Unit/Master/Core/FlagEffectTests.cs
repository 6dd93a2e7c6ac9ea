using Kernel.Master.Core;
using Mesos.V1;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>What the flags of a master do to its decisions.</summary>
public sealed class FlagEffectTests
{
    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.4, true)]
    public void A_master_ends_rather_than_give_up_more_agents_than_the_limit_lets_it(double limit, bool ends)
    {
        var first = new Cluster();
        first.Agent();
        first.Agent(ip: "10.0.1.2", hostname: "a2");
        var next = new Cluster(new() { RecoveryAgentRemovalLimit = limit }, "n", [.. first.Registry]);
        next.Pass(TimeSpan.FromMinutes(1));
        var back = first.State.Agents.Values.First();
        next.Tell(new MasterInput.AgentReregistering(
            back.Pid, new(back.Info, back.Total, back.Version, back.Capabilities, back.ResourceVersion), new([], [], [], [])));

        next.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(ends, next.Aborted is not null);
        Assert.Equal(ends ? 0 : 1, next.State.Unreachable.Count);
    }

    [Fact]
    public void An_agent_with_as_many_executors_as_it_may_have_is_not_offered_until_one_ends()
    {
        var cluster = new Cluster(new() { MaxExecutorsPerAgent = 1 });
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        cluster.Pass(TimeSpan.FromSeconds(20));
        Assert.Empty(framework.Offers());

        framework.Acknowledge(agent, "t1", agent.Update(framework, "t1", TaskState.TaskFinished));
        cluster.Pass(TimeSpan.FromSeconds(20));
        Assert.Single(framework.Offers());
    }
}
