using Kernel.Master.Core;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Quota;
using Mesos.V1.Scheduler;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Unit.Master.Core;

/// <summary>What ACLs keep frameworks, agents and operators from doing (mesos.md 5.19).</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public void A_framework_that_may_not_use_a_role_is_told_so_and_its_stream_ends()
    {
        var cluster = Guarded.By(
            (AclAction.RegisterFramework, new(AclEntity.Some("ann"), AclEntity.SomeRoles("web"))),
            (AclAction.RegisterFramework, Guarded.Nobody));

        var denied = cluster.Framework(static info => info.Principal = "bob");
        var allowed = cluster.Framework(static info => info.Principal = "ann");

        Assert.Equal(
            "Not authorized to use roles '{ web }': Principal 'bob' is not authorized to perform REGISTER_FRAMEWORK on 'web'",
            denied.Events(EventType.Error).Single().Error.Message);
        Assert.Equal([denied.Stream], cluster.Closed);
        Assert.Equal([allowed.Id], cluster.State.Frameworks.Keys);
    }

    [Fact]
    public void A_framework_that_wants_a_role_it_may_not_use_is_forbidden_and_keeps_those_it_has()
    {
        var cluster = Guarded.By(
            (AclAction.RegisterFramework, new(AclEntity.Any, AclEntity.SomeRoles("web"))),
            (AclAction.RegisterFramework, Guarded.Nobody));
        var framework = cluster.Framework();
        var wanted = framework.Info.Clone();
        wanted.Roles.Add("db");

        var answer = framework.Call(new() { Type = Call.Types.Type.UpdateFramework, UpdateFramework = new() { FrameworkInfo = wanted } });

        Assert.Equal(403, answer.Status);
        Assert.Equal(["web"], cluster.State.Frameworks[framework.Id].Roles);
    }

    [Theory]
    [InlineData("root", null, "ann", "root")]
    [InlineData(null, "root", "ann", "root")]
    [InlineData(null, null, "root", "root")]
    [InlineData("ann", null, "root", null)]
    [InlineData(null, "ann", "root", null)]
    public void A_task_runs_as_its_own_user_else_its_executors_else_its_frameworks(
        string? task, string? executor, string framework, string? denied)
    {
        var cluster = Guarded.By((AclAction.RunTask, new(AclEntity.None, AclEntity.Some("root"))));
        var agent = cluster.Agent();
        var scheduler = cluster.Framework(info => (info.User, info.Principal) = (framework, "ann"));

        scheduler.Accept(scheduler.Offers().Single(), A.Launch(A.Task("t1", agent, change: info => Run(info, task, executor))));

        if (denied is null)
        {
            Assert.Equal("t1", cluster.State.Tasks.Values.Single().Id.Value);
            return;
        }

        var status = scheduler.NewStatuses().Single();
        Assert.Equal((TaskState.TaskError, Reason.TaskUnauthorized), (status.State, status.Reason));
        Assert.Equal(
            $"Task 't1' is not authorized to launch as user '{denied}': Principal 'ann' is not authorized to perform RUN_TASK on '{denied}'",
            status.Message);
        Assert.Empty(cluster.State.Tasks);
    }

    [Fact]
    public void One_task_that_is_denied_keeps_its_whole_group_from_starting_but_no_other_task()
    {
        var cluster = Guarded.By(
            (AclAction.RunTask, new(AclEntity.Any, AclEntity.Some("nobody"))),
            (AclAction.RunTask, Guarded.Nobody));
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        var executor = A.Executor("e1");
        executor.FrameworkId = framework.Info.Id;

        framework.Accept(
            framework.Offers().Single(),
            A.LaunchGroup(executor, A.Task("g1", agent), A.Task("g2", agent, change: static task => task.Command.User = "root")),
            A.Launch(A.Task("t1", agent)));

        var statuses = framework.NewStatuses();
        Assert.Equal(["g1", "g2"], statuses.Select(static status => status.TaskId.Value));
        Assert.All(statuses, static status => Assert.Equal((TaskState.TaskError, Reason.TaskGroupUnauthorized), (status.State, status.Reason)));
        Assert.All(statuses, static status => Assert.Contains("'g2' is not authorized to launch as user 'root'", status.Message, StringComparison.Ordinal));
        Assert.Equal("t1", cluster.State.Tasks.Values.Single().Id.Value);
    }

    public static TheoryData<AclAction, AclEntity, OperatorCall> OperatorCalls => new()
    {
        { AclAction.UpdateQuota, AclEntity.SomeRoles("web"), new OperatorCall.UpdateQuota([new QuotaConfig { Role = "web" }], false) },
        { AclAction.UpdateQuota, AclEntity.SomeRoles("web"), new OperatorCall.SetQuota(new QuotaConfig { Role = "web" }, false) },
        { AclAction.UpdateQuota, AclEntity.SomeRoles("web"), new OperatorCall.RemoveQuota("web") },
        { AclAction.UpdateWeight, AclEntity.SomeRoles("web"), new OperatorCall.UpdateWeights([new("web", 2)]) },
        { AclAction.UpdateMaintenanceSchedule, AclEntity.Any, new OperatorCall.UpdateMaintenanceSchedule(new()) },
        { AclAction.StartMaintenance, AclEntity.Any, new OperatorCall.StartMaintenance([new MachineID { Hostname = "m" }]) },
        { AclAction.StopMaintenance, AclEntity.Any, new OperatorCall.StopMaintenance([new MachineID { Hostname = "m" }]) },
        { AclAction.DrainAgent, AclEntity.Any, new OperatorCall.DrainAgent(new("a"), null, false) },
        { AclAction.MarkAgentGone, AclEntity.Any, new OperatorCall.DrainAgent(new("a"), null, true) },
        { AclAction.DeactivateAgent, AclEntity.Any, new OperatorCall.DeactivateAgent(new("a")) },
        { AclAction.ReactivateAgent, AclEntity.Any, new OperatorCall.ReactivateAgent(new("a")) },
        { AclAction.MarkAgentGone, AclEntity.Any, new OperatorCall.MarkAgentGone(new("a")) },
    };

    [Theory]
    [MemberData(nameof(OperatorCalls))]
    public void An_operator_is_forbidden_what_only_another_may_do(AclAction action, AclEntity objects, OperatorCall call)
    {
        var cluster = Guarded.By((action, new(AclEntity.Some("ops"), objects)), (action, Guarded.Nobody));

        Assert.Equal(403, cluster.Operator(call, "bob").Status);
        Assert.Equal(403, cluster.Operator(call).Status);
        Assert.NotEqual(403, cluster.Operator(call, "ops").Status);
    }

    [Fact]
    public void Only_the_frameworks_of_some_principals_may_be_torn_down()
    {
        var cluster = Guarded.By(
            (AclAction.TeardownFramework, new(AclEntity.Some("ops"), AclEntity.Some("ann"))),
            (AclAction.TeardownFramework, Guarded.Nobody));
        var anns = cluster.Framework(static info => info.Principal = "ann");
        var bobs = cluster.Framework(static info => info.Principal = "bob");

        Assert.Equal(403, cluster.Operator(new OperatorCall.Teardown(bobs.Id), "ops").Status);
        Assert.Equal(403, cluster.Operator(new OperatorCall.Teardown(anns.Id), "bob").Status);
        Assert.Equal(200, cluster.Operator(new OperatorCall.Teardown(anns.Id), "ops").Status);
        Assert.Equal(400, cluster.Operator(new OperatorCall.Teardown(new("nope")), "bob").Status);
        Assert.Equal([bobs.Id], cluster.State.Frameworks.Keys);
    }

    [Fact]
    public void An_agent_that_may_not_register_is_not_answered()
    {
        var cluster = Guarded.By(
            (AclAction.RegisterAgent, new(AclEntity.Some("agents"), AclEntity.Any)),
            (AclAction.RegisterAgent, Guarded.Nobody));

        TestAgent.Knock(cluster, "cpus:1", "10.0.1.1", "a1", null);
        TestAgent.Knock(cluster, "cpus:1", "10.0.1.2", "a1", "agents");

        Assert.Equal(["slave(1)@10.0.1.2:5051"], cluster.State.Agents.Values.Select(static agent => agent.Pid));
        Assert.DoesNotContain(cluster.Messages, static message => message.To == "slave(1)@10.0.1.1:5051");
    }

    [Fact]
    public void An_agent_may_not_reserve_by_its_flags_for_a_role_it_may_not_reserve_for()
    {
        var cluster = Guarded.By(
            (AclAction.ReserveResources, new(AclEntity.Some("agents"), AclEntity.SomeRoles("web"))),
            (AclAction.ReserveResources, Guarded.Nobody));

        TestAgent.Knock(cluster, "cpus:1;mem(db):10", "10.0.1.1", "a1", "agents");
        TestAgent.Knock(cluster, "cpus:1;mem(web):10", "10.0.1.2", "a1", "agents");
        TestAgent.Knock(cluster, "cpus:1;mem:10", "10.0.1.3", "a1", null);

        Assert.Equal(
            ["slave(1)@10.0.1.2:5051", "slave(1)@10.0.1.3:5051"],
            cluster.State.Agents.Values.Select(static agent => agent.Pid).Order());
    }

    private static void Run(TaskInfo task, string? user, string? executorUser)
    {
        if (user is not null)
        {
            task.Command.User = user;
        }

        if (executorUser is null)
        {
            return;
        }

        task.Executor = A.Executor("e1");
        task.Executor.Type = ExecutorInfo.Types.Type.Custom;
        task.Executor.Command = new() { Value = "run", User = executorUser };
        task.Command = user is null ? null : task.Command;
    }
}
