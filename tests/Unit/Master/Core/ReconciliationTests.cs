using Kernel.Master.Core;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class ReconciliationTests
{
    [Theory]
    [InlineData(true, TaskState.TaskGone, TaskState.TaskUnreachable, TaskState.TaskGoneByOperator, TaskState.TaskUnknown)]
    [InlineData(false, TaskState.TaskLost, TaskState.TaskLost, TaskState.TaskLost, TaskState.TaskLost)]
    public void What_is_told_of_an_unknown_task_depends_on_its_agent(
        bool isAware, TaskState registered, TaskState unreachable, TaskState gone, TaskState unknown)
    {
        var cluster = new Cluster();
        var here = cluster.Agent(ip: "10.0.1.1", hostname: "a1");
        var lost = cluster.Agent(ip: "10.0.1.2", hostname: "a2");
        var dead = cluster.Agent(ip: "10.0.1.3", hostname: "a3");
        lost.FallSilent();
        cluster.Pass(TimeSpan.FromMinutes(2));
        cluster.Operator(new OperatorCall.MarkAgentGone(dead.Id));
        var framework = Aware(cluster, isAware);

        framework.Reconcile(("t", here.Id.Value), ("t", lost.Id.Value), ("t", dead.Id.Value), ("t", "nope"), ("t", null));

        var statuses = framework.NewStatuses();
        Assert.Equal([registered, unreachable, gone, unknown, unknown], statuses.Select(static status => status.State));
        Assert.All(statuses, static status => Assert.Equal((Reason.Reconciliation, false), (status.Reason, status.HasUuid)));
        Assert.NotNull(statuses[1].UnreachableTime);
    }

    [Fact]
    public void Nothing_is_said_while_an_agent_of_the_registry_may_still_come_back()
    {
        var before = new Cluster();
        var agent = before.Agent();
        var cluster = new Cluster(registry: before.Registry);
        var framework = cluster.Framework();

        framework.Reconcile(("t", agent.Id.Value), ("t", null), ("t", "nope"));

        Assert.Equal(TaskState.TaskUnknown, framework.NewStatuses().Single().State);
    }

    [Fact]
    public void Of_known_tasks_the_state_last_forwarded_is_told()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        agent.Update(framework, "t1", TaskState.TaskRunning, latest: TaskState.TaskFinished);
        framework.NewStatuses();

        framework.Reconcile();

        var status = framework.NewStatuses().Single();
        Assert.Equal((TaskState.TaskRunning, "Reconciliation: Latest task state"), (status.State, status.Message));
        Assert.Equal(4, cluster.State.Allocator.Free(agent.Id).Scalar("cpus") + cluster.State.Offers.Values.Sum(static offer => offer.Resources.Scalar("cpus")));
    }

    private static TestFramework Aware(Cluster cluster, bool isAware) => cluster.Framework(info =>
    {
        if (!isAware)
        {
            info.Capabilities.Remove(info.Capabilities.Single(static one =>
                one.Type == FrameworkInfo.Types.Capability.Types.Type.PartitionAware));
        }
    });
}
