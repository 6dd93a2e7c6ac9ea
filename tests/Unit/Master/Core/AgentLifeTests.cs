using Kernel.Master.Core;
using Mesos.Internal;
using Mesos.V1;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class AgentLifeTests
{
    [Fact]
    public void An_agent_is_durable_before_it_hears_of_it_and_hears_the_same_again()
    {
        var cluster = new Cluster();

        var agent = cluster.Agent();
        agent.Received<SlaveRegisteredMessage>();
        cluster.Agent();

        Assert.Contains($"master/agent/{agent.Id}", cluster.Registry.Keys);
        Assert.Equal(["m-S0", "m-S0"], agent.Received<SlaveRegisteredMessage>().Select(static one => one.SlaveId.Value));
        Assert.Equal(75, agent.Received<SlaveRegisteredMessage>()[0].Connection.TotalPingTimeoutSeconds);
    }

    [Fact]
    public void An_agent_that_answers_no_ping_is_unreachable_and_its_tasks_come_back_with_it()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        var running = cluster.State.Tasks.Values.Single();
        framework.NewStatuses();

        agent.FallSilent();
        cluster.Pass(TimeSpan.FromSeconds(120));

        var lost = framework.NewStatuses().Single();
        Assert.Equal((TaskState.TaskUnreachable, Reason.AgentRemoved, false), (lost.State, lost.Reason, lost.HasUuid));
        Assert.NotNull(lost.UnreachableTime);
        Assert.Single(framework.Events(EventType.Failure));
        Assert.Empty(cluster.State.Tasks);
        Assert.Contains($"master/unreachable/{agent.Id}", cluster.Registry.Keys);
        Assert.DoesNotContain($"master/agent/{agent.Id}", cluster.Registry.Keys);

        agent.Reregister([running], framework.Info);

        var back = framework.NewStatuses().Single();
        Assert.Equal((TaskState.TaskRunning, Reason.AgentReregistered), (back.State, back.Reason));
        Assert.Single(cluster.State.Tasks);
        Assert.Empty(cluster.State.UnreachableTasks(framework.Id));
        Assert.Contains($"master/agent/{agent.Id}", cluster.Registry.Keys);
        Assert.DoesNotContain($"master/unreachable/{agent.Id}", cluster.Registry.Keys);
    }

    [Fact]
    public void What_ran_and_is_over_and_acknowledged_by_another_master_is_over_when_the_agent_says_so()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        var running = cluster.State.Tasks.Values.Single();

        agent.Reregister([], [running with { State = TaskState.TaskKilled }], framework.Info);

        Assert.Empty(cluster.State.Tasks);
        Assert.Equal(TaskState.TaskKilled, cluster.State.CompletedTasks(framework.Id).Single().State);
        Assert.Equal(4_000, (cluster.State.Allocator.UsedQuantities["cpus"] ?? 0)
            + (long)(1000 * cluster.State.Allocator.Free(agent.Id).Scalar("cpus")));
        Assert.Empty(agent.Received<SlaveReregisteredMessage>()[^1].Reconciliations);
    }

    [Fact]
    public void A_task_that_is_only_being_launched_is_not_over_because_one_of_its_name_is()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Accept(framework.Offers()[0], A.Launch(A.Task("t1", agent)));
        var launched = cluster.State.Tasks.Values.Single();

        agent.Reregister([], [launched with { State = TaskState.TaskFinished }], framework.Info);

        Assert.Equal(TaskState.TaskStaging, cluster.State.Tasks.Values.Single().State);
        Assert.Single(agent.Received<SlaveReregisteredMessage>()[^1].Reconciliations);
    }

    [Fact]
    public void Pongs_keep_an_agent()
    {
        var cluster = new Cluster();
        cluster.Agent();

        cluster.Pass(TimeSpan.FromMinutes(10));

        Assert.Single(cluster.State.Agents);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_broken_connection_ends_only_the_tasks_of_those_who_do_not_checkpoint(bool isCheckpointing)
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework(info => info.Checkpoint = isCheckpointing);
        framework.Run(agent, "t1");
        framework.NewStatuses();

        agent.Disconnect();

        Assert.Equal(isCheckpointing ? 1 : 0, cluster.State.Tasks.Count);
        Assert.Equal(
            isCheckpointing ? [] : [(TaskState.TaskLost, Reason.AgentDisconnected)],
            framework.NewStatuses().Select(static status => (status.State, status.Reason)));
        Assert.Empty(framework.Offers());
    }

    [Fact]
    public void A_task_that_was_given_up_but_still_runs_is_taken_back_and_what_it_uses_is_not_offered_again()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework(static info => info.Checkpoint = false);
        framework.Run(agent, "t1");
        var running = cluster.State.Tasks.Values.Single();
        agent.Disconnect();
        Assert.Empty(cluster.State.Tasks);
        framework.NewStatuses();

        agent.Reregister([running], framework.Info);
        cluster.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal([Reason.AgentReregistered], framework.NewStatuses().Select(static status => status.Reason));
        Assert.Equal(3, framework.Offers().Sum(static offer => offer.Resources.Scalar("cpus")));
    }

    [Fact]
    public void A_task_that_the_agent_does_not_name_is_asked_after_and_a_kill_that_waited_is_sent()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        agent.Disconnect();
        framework.Call(new()
        {
            Type = Mesos.V1.Scheduler.Call.Types.Type.Kill, Kill = new() { TaskId = new() { Value = "t1" } },
        });
        Assert.Empty(agent.Received<KillTaskMessage>());

        agent.Reregister([], framework.Info);

        var answer = agent.Received<SlaveReregisteredMessage>().Single();
        Assert.Equal("t1", answer.Reconciliations.Single().Statuses.Single().TaskId.Value);
        Assert.Equal("t1", agent.Received<KillTaskMessage>().Single().TaskId.Value);
        Assert.True(agent.Known.IsActive);
    }

    [Fact]
    public void A_new_leader_knows_its_agents_asks_them_and_takes_their_tasks_back()
    {
        var before = new Cluster();
        var agent = before.Agent();
        var framework = before.Framework();
        framework.Run(agent, "t1");
        var running = before.State.Tasks.Values.Single();

        var after = new Cluster(registry: before.Registry);

        Assert.Equal((agent.Pid, false), (after.Messages.Single().To, ((PingSlaveMessage)after.Messages.Single().Message).Connected));
        after.Tell(new MasterInput.AgentReregistering(
            agent.Pid,
            new(before.State.Agents[agent.Id].Info, before.State.Agents[agent.Id].Total, "1.11.0", [], Google.Protobuf.ByteString.Empty),
            new([framework.Info], [], [running], [])));
        Assert.Equal(FrameworkStanding.Recovered, after.State.Frameworks.Values.Single().Standing);
        Assert.Equal(
            [typeof(MasterEvent.FrameworkAdded), typeof(MasterEvent.TaskAdded), typeof(MasterEvent.AgentAdded)],
            after.Published.Select(static one => one.GetType()));
        Assert.Equal(agent.Id, after.State.Tasks.Values.Single().Agent);
        Assert.Equal(3, after.State.Allocator.Free(agent.Id).Scalar("cpus"));
    }

    [Fact]
    public void An_agent_that_another_has_taken_the_address_of_does_not_silence_it()
    {
        var before = new Cluster();
        var agent = before.Agent();
        var after = new Cluster(name: "n", registry: before.Registry);
        var newer = after.Agent();
        Assert.NotEqual(agent.Id, newer.Id);
        after.Tell(new MasterInput.AgentReregistering(
            agent.Pid,
            new(before.State.Agents[agent.Id].Info, before.State.Agents[agent.Id].Total, "1.11.0", [], Google.Protobuf.ByteString.Empty),
            new([], [], [], [])));

        after.Operator(new OperatorCall.MarkAgentGone(newer.Id));

        Assert.Equal(agent.Id, after.State.AgentAt(agent.Pid)?.Id);
    }

    [Fact]
    public void An_agent_of_the_registry_that_does_not_come_back_is_unreachable()
    {
        var before = new Cluster();
        var agent = before.Agent();
        var after = new Cluster(registry: before.Registry);

        after.Pass(TimeSpan.FromMinutes(11));

        Assert.Contains(agent.Id, after.State.Unreachable.Keys);
    }
}
