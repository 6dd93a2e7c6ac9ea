using Kernel.Master.Core;
using Kernel.Master.Core.Operations;
using Kernel.Master.Server.Lifting;
using Mesos.Internal;
using Mesos.V1;
using Mesos.V1.Quota;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class OperatorTests
{
    [Fact]
    public void A_drained_agent_is_one_whose_last_end_has_been_acknowledged()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");

        Assert.Equal(200, cluster.Operator(new OperatorCall.DrainAgent(agent.Id, TimeSpan.FromSeconds(5), false)).Status);
        Assert.Equal(5_000_000_000, agent.Received<DrainSlaveMessage>().Single().Config.MaxGracePeriod.Nanoseconds);
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(framework.Offers());
        var uuid = agent.Update(framework, "t1", TaskState.TaskKilled);
        Assert.Equal(DrainState.Draining, agent.Known.Drain!.State);
        Assert.Equal((400, "Agent is still in the DRAINING state"), Of(cluster.Operator(new OperatorCall.ReactivateAgent(agent.Id))));
        framework.Acknowledge(agent, "t1", uuid);
        Assert.Equal(DrainState.Drained, agent.Known.Drain!.State);

        Assert.Equal(200, cluster.Operator(new OperatorCall.ReactivateAgent(agent.Id)).Status);
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Single(framework.Offers());
    }

    [Fact]
    public void An_agent_is_drained_when_the_framework_of_its_last_task_is_removed()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        cluster.Operator(new OperatorCall.DrainAgent(agent.Id, null, false));

        Assert.Equal(200, cluster.Operator(new OperatorCall.Teardown(framework.Id)).Status);

        Assert.Equal(DrainState.Drained, agent.Known.Drain!.State);
        Assert.Equal([framework.Stream], cluster.Closed);
        Assert.Empty(framework.Events(EventType.Error));
    }

    [Fact]
    public void An_agent_drained_to_be_gone_is_gone_when_it_is_empty()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();

        cluster.Operator(new OperatorCall.DrainAgent(agent.Id, null, true));

        Assert.Contains(agent.Id, cluster.State.Gone.Keys);
        Assert.Contains($"master/gone/{agent.Id}", cluster.Registry.Keys);
        Assert.Single(agent.Received<ShutdownMessage>());
    }

    [Fact]
    public void Tasks_of_an_agent_that_is_gone_are_gone_by_operator_and_it_is_never_taken_back()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        framework.NewStatuses();

        Assert.Equal(200, cluster.Operator(new OperatorCall.MarkAgentGone(agent.Id)).Status);
        Assert.Equal(200, cluster.Operator(new OperatorCall.MarkAgentGone(agent.Id)).Status);

        var status = framework.NewStatuses().Single();
        Assert.Equal((TaskState.TaskGoneByOperator, Reason.AgentRemovedByOperator), (status.State, status.Reason));
        agent.Reregister();
        Assert.Empty(cluster.State.Agents);
        Assert.Equal(2, agent.Received<ShutdownMessage>().Count);
    }

    public static TheoryData<int, string, OperatorCall> UnknownThings => new()
    {
        { 400, "Unknown agent", new OperatorCall.DrainAgent(new("nope"), null, false) },
        { 400, "Unknown agent", new OperatorCall.DeactivateAgent(new("nope")) },
        { 400, "Agent is not deactivated", new OperatorCall.ReactivateAgent(new("nope")) },
        { 404, "Agent 'nope' not found", new OperatorCall.MarkAgentGone(new("nope")) },
        { 400, "No framework found with specified ID", new OperatorCall.Teardown(new("nope")) },
        { 400, "Machine '{\"hostname\":\"zzz\"}' is not part of a maintenance schedule", new OperatorCall.StartMaintenance([new MachineID { Hostname = "zzz" }]) },
        { 400, "Failed to remove quota for path '/master/quota/nope': Role 'nope' has no quota set", new OperatorCall.RemoveQuota("nope") },
        { 400, "Failed to validate update weights request JSON for role 'a': Invalid weight '-1': Weights must be positive", new OperatorCall.UpdateWeights([new("a", -1)]) },
    };

    [Theory]
    [MemberData(nameof(UnknownThings))]
    public void What_cannot_be_done_is_answered_as_Mesos_does(int status, string body, OperatorCall call) =>
        Assert.Equal((status, body), Of(new Cluster().Operator(call)));

    [Fact]
    public void Quotas_are_checked_as_Mesos_does()
    {
        var cluster = new Cluster();
        cluster.Agent("cpus:10;mem:1000");

        Assert.Equal(
            "Invalid QuotaConfig: 'QuotaConfig.guarantees' { cpus: 5 } is not contained within the 'QuotaConfig.limits' { cpus: 1 }",
            cluster.Operator(new OperatorCall.UpdateQuota([Quota("a", 5, 1)], false)).Body);
        Assert.Equal(
            "Invalid QuotaConfig: total quota guarantees 'cpus:50' exceed cluster capacity 'cpus:10; mem:1000' (use 'force' flag to bypass this check)",
            cluster.Operator(new OperatorCall.UpdateQuota([Quota("a", 50, 50)], false)).Body);
        Assert.Equal(200, cluster.Operator(new OperatorCall.UpdateQuota([Quota("a", 50, 50)], true)).Status);
        Assert.Contains("master/quota/a", cluster.Registry.Keys);
        Assert.Equal(409, cluster.Operator(new OperatorCall.SetQuota(Quota("b", 5, 5), false)).Status);
        Assert.Equal(400, cluster.Operator(new OperatorCall.SetQuota(Quota("a", 5, 5), true)).Status);
        Assert.Equal(200, cluster.Operator(new OperatorCall.RemoveQuota("a")).Status);
        Assert.DoesNotContain("master/quota/a", cluster.Registry.Keys);
    }

    [Fact]
    public void Maintenance_tells_frameworks_then_takes_the_machine_down_until_it_stops()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent(ip: "10.0.1.1", hostname: "a1");
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        MachineID machine = new() { Hostname = "a1", Ip = "10.0.1.1" };
        var schedule = new Mesos.V1.Maintenance.Schedule
        {
            Windows =
            {
                new Mesos.V1.Maintenance.Window
                {
                    MachineIds = { machine }, Unavailability = new() { Start = new() { Nanoseconds = 5 } },
                },
            },
        };

        Assert.Equal(200, cluster.Operator(new OperatorCall.UpdateMaintenanceSchedule(schedule)).Status);
        cluster.Pass(TimeSpan.FromSeconds(2));
        Assert.Single(framework.Events(EventType.InverseOffers));
        framework.NewStatuses();
        Assert.Equal(200, cluster.Operator(new OperatorCall.StartMaintenance([machine])).Status);
        Assert.Equal((TaskState.TaskLost, Reason.AgentRemoved), (framework.NewStatuses().Single() is var lost ? lost.State : default, lost.Reason));
        agent.Reregister();
        Assert.Empty(cluster.State.Agents);
        Assert.Equal(200, cluster.Operator(new OperatorCall.StopMaintenance([machine])).Status);
        agent.Reregister();
        Assert.Single(cluster.State.Agents);
        Assert.Empty(cluster.State.Machines);
    }

    [Fact]
    public void An_operator_reserves_what_is_offered_but_not_what_is_used()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        framework.Offers();

        Assert.Equal((202, ""), Of(Apply(cluster, agent, A.Reserve(A.Disk(100, "ops", allocated: null)))));
        Assert.Single(framework.Events(EventType.Rescind));
        Assert.Equal("ops", agent.Known.Total.Single(static one => one.Kind.Name == "disk").Kind.ReservedRole);
        Assert.Single(agent.Received<ApplyOperationMessage>());

        Assert.Equal(
            (409, "cpus:4; mem:4096; disk(reservations: [(DYNAMIC,ops)]):100 does not contain disk:1"),
            Of(Apply(cluster, agent, A.Reserve(A.Disk(1, "ops", allocated: null)))));
        Assert.Equal(202, Apply(cluster, agent, A.Create(A.Disk(60, "ops", "v1", allocated: null))).Status);
        Assert.Equal(
            $"Invalid CREATE operation on agent {agent.Id} at {agent.Pid} (a1): Persistence ID 'v1' is not unique",
            Apply(cluster, agent, A.Create(A.Disk(1, "ops", "v1", allocated: null))).Body);
        Assert.Equal(202, Apply(cluster, agent, A.Destroy(A.Disk(60, "ops", "v1", allocated: null))).Status);
        Assert.Equal(202, Apply(cluster, agent, A.Unreserve(A.Disk(100, "ops", allocated: null))).Status);
        Assert.True(agent.Known.Total.All(static one => one.Kind.IsUnreserved));
    }

    [Fact]
    public void What_an_agent_said_before_it_heard_of_a_reservation_does_not_undo_it()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:4;mem:4096;disk:100");
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        var running = cluster.State.Tasks.Values.Single();
        Assert.Equal(202, Apply(cluster, agent, A.Reserve(A.Disk(100, "ops", allocated: null))).Status);

        agent.Reregister([running], framework.Info);

        Assert.Equal("ops", agent.Known.Total.Single(static one => one.Kind.Name == "disk").Kind.ReservedRole);
    }

    private static CallAnswer Apply(Cluster cluster, TestAgent agent, Mesos.V1.Offer.Types.Operation operation) =>
        cluster.Operator(new OperatorCall.Apply(agent.Id, OperationLifting.Lift(operation, null)));

    private static QuotaConfig Quota(string role, double guarantee, double limit) => new()
    {
        Role = role, Guarantees = { ["cpus"] = new() { Value = guarantee } }, Limits = { ["cpus"] = new() { Value = limit } },
    };

    private static (int Status, string Body) Of(CallAnswer answer) => (answer.Status, answer.Body);
}
