using Mesos.Internal;
using Mesos.V1;
using Xunit;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class LaunchingTests
{
    [Fact]
    public void A_launched_task_is_sent_to_its_agent_and_counts_at_once()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();

        framework.Accept(framework.Offers().Single(), A.Launch(A.Task("t1", agent)));

        var run = agent.Received<RunTaskMessage>().Single();
        Assert.Equal("t1", run.Task.TaskId.Value);
        Assert.Equal(framework.Id.Value, run.Framework.Id.Value);
        Assert.True(run.LaunchExecutor);
        Assert.All(run.Task.Resources, static resource => Assert.Equal("web", resource.AllocationInfo.Role));
        Assert.Equal(TaskState.TaskStaging, cluster.State.Tasks.Values.Single().State);
        Assert.Empty(framework.NewStatuses());
        Assert.Equal(3, cluster.State.Allocator.Free(agent.Id).Scalar("cpus"));
    }

    public static TheoryData<string, Action<TaskInfo>> Refusals => new()
    {
        { "'a/b' contains invalid characters", static task => task.TaskId.Value = "a/b" },
        { "Task uses invalid agent nope while agent m-S0 is expected", static task => task.AgentId.Value = "nope" },
        { "Task's 'kill_policy.grace_period' must be non-negative", static task => task.KillPolicy = new() { GracePeriod = new() { Nanoseconds = -1 } } },
        { "Task's 'max_completion_time' must be non-negative", static task => task.MaxCompletionTime = new() { Nanoseconds = -1 } },
        { "Task uses invalid check: CheckInfo must specify 'type'", static task => task.Check = new() },
        { "Task uses invalid check: Expecting 'tcp' to be set for TCP check", static task => task.Check = new() { Type = CheckInfo.Types.Type.Tcp } },
        { "Task uses invalid health check: HealthCheck must specify 'type'", static task => task.HealthCheck = new() },
        { "Task uses invalid health check: Unsupported HTTP health check scheme: 'ftp'", static task => task.HealthCheck = new() { Http = new() { Port = 80, Scheme = "ftp" } } },
        { "Task uses no resources", static task => task.Resources.Clear() },
        { "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present", static task => task.Command = null },
        { "Resource limits are only supported for cpus and mem, not for 'disk'", static task => task.Limits["disk"] = new() { Value = 1 } },
        { "A resource limit for 'cpus' must be no less than the request: 0.5 is less than 1", static task => task.Limits["cpus"] = new() { Value = 0.5 } },
        { "Only tasks in a task group may have 'share_cgroups' set to 'false'", static task => task.Container = new() { Type = ContainerInfo.Types.Type.Mesos, LinuxInfo = new() { ShareCgroups = false } } },
        { "Task's `ContainerInfo` is invalid: DockerInfo 'docker' is not set for DOCKER typed ContainerInfo", static task => task.Container = new() { Type = ContainerInfo.Types.Type.Docker } },
        { "Task's `CommandInfo` is invalid: Environment variable 'x' of type 'VALUE' must have a value set", static task => task.Command.Environment = new() { Variables = { new Mesos.V1.Environment.Types.Variable { Name = "x" } } } },
        { "'ExecutorInfo.type' must be 'CUSTOM'", static task => Use(task, A.Executor("e")) },
        { "'ExecutorInfo.command' must be set for 'CUSTOM' executor", static task => Use(task, A.Executor("e"), ExecutorInfo.Types.Type.Custom) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_task_that_breaks_a_rule_is_an_error_that_names_it(string message, Action<TaskInfo> change)
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();

        framework.Accept(framework.Offers().Single(), A.Launch(A.Task("t1", agent, change: change), A.Task("good", agent)));

        var status = framework.NewStatuses().Single();
        Assert.Equal(message, status.Message);
        Assert.Equal((TaskState.TaskError, Reason.TaskInvalid, false), (status.State, status.Reason, status.HasUuid));
        Assert.Equal(["good"], agent.Received<RunTaskMessage>().Select(static run => run.Task.TaskId.Value));
    }

    [Fact]
    public void A_task_that_asks_for_more_than_was_offered_is_an_error()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent("cpus:1;mem:100");
        var framework = cluster.Framework();

        framework.Accept(framework.Offers().Single(), A.Launch(A.Task("big", agent, "cpus:2;mem:50")));

        Assert.Equal(
            "Total resources cpus(allocated: web):2; mem(allocated: web):50 required by task and its executor is more than "
            + "available cpus(allocated: web):1; mem(allocated: web):100",
            framework.NewStatuses().Single().Message);
    }

    [Fact]
    public void An_id_in_use_cannot_be_used_again()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        cluster.Pass(TimeSpan.FromSeconds(10));
        framework.NewStatuses();

        framework.Accept(framework.Offers().First(), A.Launch(A.Task("t1", agent)));

        Assert.Equal("Task has duplicate ID: t1", framework.NewStatuses().Single().Message);
    }

    public static TheoryData<string, string[]> InvalidOffers => new()
    {
        { "Task launched with invalid offers: No offers specified", [] },
        { "Task launched with invalid offers: Offer nope is no longer valid", ["nope"] },
        { "Task launched with invalid offers: Duplicate offer m-O0 in offer list", ["m-O0", "m-O0"] },
    };

    [Theory]
    [MemberData(nameof(InvalidOffers))]
    public void An_accept_of_offers_that_do_not_stand_drops_its_tasks(string message, string[] offers)
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Offers();

        framework.Accept(offers, A.Launch(A.Task("t1", agent)));

        var status = framework.NewStatuses().Single();
        Assert.Equal((message, TaskState.TaskDropped, Reason.InvalidOffers), (status.Message, status.State, status.Reason));
    }

    [Fact]
    public void A_group_is_launched_as_a_whole_or_not_at_all()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        var executor = A.Executor("e");
        executor.FrameworkId = framework.Info.Id;

        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, A.Task("a", agent), A.Task("b", agent, "cpus:100;mem:1")));

        Assert.Equal(
            [("a", Reason.TaskGroupInvalid), ("b", Reason.TaskGroupInvalid)],
            framework.NewStatuses().Select(static status => (status.TaskId.Value, status.Reason)));
        Assert.Empty(agent.Received<RunTaskGroupMessage>());

        cluster.Pass(TimeSpan.FromSeconds(10));
        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, A.Task("a", agent), A.Task("b", agent)));

        Assert.Equal(2, agent.Received<RunTaskGroupMessage>().Single().TaskGroup.Tasks.Count);
        Assert.Equal(1.9, cluster.State.Allocator.Free(agent.Id).Scalar("cpus"));
    }

    [Fact]
    public void Tasks_of_a_group_cannot_share_a_port()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        var executor = A.Executor("e");
        executor.FrameworkId = framework.Info.Id;
        var tasks = new[] { "a", "b" }.Select(id => A.Task(id, agent, "cpus:0.1;mem:32;ports:[31000-31005]")).ToArray();

        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, tasks));

        Assert.All(framework.NewStatuses(), static status => Assert.StartsWith("There are overlapping resources", status.Message, StringComparison.Ordinal));
        Assert.Empty(agent.Received<RunTaskGroupMessage>());
    }

    [Fact]
    public void Amounts_beyond_counting_are_refused_and_harm_nobody()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        var executor = A.Executor("e");
        executor.FrameworkId = framework.Info.Id;
        var tasks = Enumerable.Range(0, 10_000).Select(i => A.Task($"t{i}", agent, "cpus:2199023255552;mem:32")).ToArray();

        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, tasks));

        Assert.Equal(10_000, framework.NewStatuses().Count(static status => status.State == TaskState.TaskError));
    }

    [Fact]
    public void An_executor_of_a_group_must_have_disk()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        var executor = A.Executor("e", "cpus:0.1;mem:32");
        executor.FrameworkId = framework.Info.Id;

        framework.Accept(framework.Offers().Single(), A.LaunchGroup(executor, A.Task("a", agent)));

        Assert.Equal("Executor 'e' uses no disk", framework.NewStatuses().Single().Message);
    }

    private static void Use(TaskInfo task, ExecutorInfo executor, ExecutorInfo.Types.Type? type = null)
    {
        executor.Type = type ?? executor.Type;
        task.Command = null;
        task.Executor = executor;
    }
}
