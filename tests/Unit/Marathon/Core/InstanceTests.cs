using System.Collections.Immutable;
using Kernel.Marathon.Core;
using Kernel.Model;
using Condition = Kernel.Marathon.Core.Condition;
using TaskState = Mesos.V1.TaskState;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Tests.Unit.Marathon.Core;

public sealed class InstanceTests
{
    [Fact]
    public void Every_goal_in_every_condition_has_its_outcome()
    {
        foreach (var condition in Enum.GetValues<Condition>())
        {
            foreach (var goal in Enum.GetValues<Goal>())
            {
                var expected = (condition, goal) switch
                {
                    (Condition.Unreachable, Goal.Running) => Outcome.Reschedule,
                    (Condition.Unreachable, _) => Outcome.Expunge,
                    (< Condition.Finished, _) => Outcome.Stay,
                    (_, Goal.Running) => Outcome.Reschedule,
                    (_, Goal.Stopped) => Outcome.Rest,
                    _ => Outcome.Expunge,
                };
                Assert.Equal(
                    (condition, goal, expected),
                    (condition, goal, InstanceMachine.After(
                        goal, condition, false, false, UnreachableStrategy.Default)));
            }
        }
    }

    [Theory]
    [InlineData(Condition.Failed, true, false, Outcome.Expunge)]
    [InlineData(Condition.Failed, true, true, Outcome.Rest)]
    [InlineData(Condition.Failed, false, true, Outcome.Reschedule)]
    [InlineData(Condition.Unreachable, false, true, Outcome.Stay)]
    [InlineData(Condition.Unreachable, true, false, Outcome.Expunge)]
    public void Volumes_and_replacements_change_the_outcome(Condition condition, bool replaced, bool volumes,
        Outcome expected) =>
        Assert.Equal(
            expected, InstanceMachine.After(Goal.Running, condition, replaced, volumes, UnreachableStrategy.Default));

    [Fact]
    public void An_app_that_disables_its_strategy_is_waited_for() =>
        Assert.Equal(Outcome.Stay, InstanceMachine.After(
            Goal.Running, Condition.Unreachable, false, false, UnreachableStrategy.Disabled));

    [Theory]
    [InlineData(TaskState.TaskRunning, null, "", Condition.Running)]
    [InlineData(TaskState.TaskGoneByOperator, null, "", Condition.Gone)]
    [InlineData(TaskState.TaskLost, TaskStatus.Types.Reason.Reconciliation, "Task is unknown to the agent",
        Condition.Unknown)]
    [InlineData(TaskState.TaskLost, TaskStatus.Types.Reason.Reconciliation, "", Condition.Unreachable)]
    [InlineData(TaskState.TaskLost, TaskStatus.Types.Reason.AgentRemoved, "", Condition.Unreachable)]
    [InlineData(TaskState.TaskLost, TaskStatus.Types.Reason.InvalidOffers, "", Condition.Dropped)]
    [InlineData(TaskState.TaskLost, null, "", Condition.Gone)]
    public void A_status_tells_a_condition(
        TaskState state, TaskStatus.Types.Reason? reason, string message, Condition expected)
    {
        var status = new TaskStatus { TaskId = new() { Value = "t" }, State = state, Message = message };
        if (reason is { } set)
        {
            status.Reason = set;
        }

        Assert.Equal(expected, InstanceMachine.Of(status));
    }

    [Fact]
    public void Every_state_of_Mesos_tells_a_condition()
    {
        foreach (var state in Enum.GetValues<TaskState>())
        {
            InstanceMachine.Of(new TaskStatus { TaskId = new() { Value = "t" }, State = state });
        }
    }

    [Fact]
    public void The_condition_of_a_pod_is_the_worst_of_its_containers()
    {
        Assert.Equal(Condition.Failed, InstanceMachine.Of([Condition.Running, Condition.Failed]));
        Assert.Equal(Condition.Staging, InstanceMachine.Of([Condition.Running, Condition.Staging]));
        Assert.Equal(Condition.Running, InstanceMachine.Of([Condition.Running, Condition.Finished]));
        Assert.Equal(Condition.Finished, InstanceMachine.Of([Condition.Killed, Condition.Finished]));
    }

    [Theory]
    [InlineData(KillSelection.YoungestFirst, "unreachable staging young old")]
    [InlineData(KillSelection.OldestFirst, "unreachable staging old young")]
    public void Those_that_do_least_go_first(KillSelection selection, string expected)
    {
        Instance[] instances =
        [
            An("old", Condition.Running, 1), An("young", Condition.Running, 9), An("staging", Condition.Staging, 5),
            An("unreachable", Condition.Unreachable, 5),
        ];
        Assert.Equal(expected, string.Join(
            ' ', KillOrder.Ordered(instances, selection).Select(static instance => instance.Id.Value)));
    }

    [Fact]
    public void Under_GROUP_BY_the_fullest_rack_gives_first()
    {
        var spec = Spec(["rack", "GROUP_BY"]);
        Instance[] instances = [An("a1", Condition.Running, 1, "a"), An("a2", Condition.Running, 2, "a"),
            An("a3", Condition.Running, 3, "a"), An("b1", Condition.Running, 9, "b")];
        Assert.All(
            KillOrder.Choose(instances, spec, 2, []), static instance => Assert.StartsWith("a", instance.Id.Value));
        Assert.Equal("b1", KillOrder.Choose(instances, spec, 1, [new("b1")]).Single().Id.Value);
    }

    [Theory]
    [InlineData("web.instance-4f9a._app.3", "web.instance-4f9a", "/web")]
    [InlineData("a_b_c.instance-4f9a-11.container.1", "a_b_c.instance-4f9a-11", "/a/b/c")]
    [InlineData("a_b.marathon-4f9a", "a_b.instance-4f9a", "/a/b")]
    [InlineData("v1.2_b.0e7a6b2c-6812-11e7-a18e-70b3d5800003", "v1.2_b.instance-0e7a6b2c-6812-11e7-a18e-70b3d5800003",
        "/v1.2/b")]
    public void A_task_id_tells_its_instance_and_app(string task, string instance, string app)
    {
        var id = InstanceId.OfTask(task)!.Value;
        Assert.Equal((instance, app), (id.Value, id.SpecId.Value));
    }

    [Fact]
    public void An_id_of_another_form_is_none_of_ours() => Assert.Null(InstanceId.OfTask("some-task"));

    [Fact]
    public void A_delay_grows_with_each_failure_and_is_forgotten_after_a_quiet_time_or_a_change()
    {
        var spec = Spec() with { BackoffSeconds = 2, BackoffFactor = 3, MaxLaunchDelaySeconds = 10 };
        var now = Moment.FromSeconds(1000);
        Backoff? backoff = null;
        foreach (var expected in (double[])[2, 6, 10, 10])
        {
            backoff = Backoff.AfterFailure(backoff, spec, now);
            Assert.Equal(expected, backoff.Value.Delay.TotalSeconds);
            now += TimeSpan.FromSeconds(5);
        }

        Assert.False(backoff!.Value.IsOver(spec, now));
        Assert.True(backoff.Value.IsOver(spec, now + TimeSpan.FromSeconds(10)));
        Assert.True(backoff.Value.IsOver(spec with { Version = new(77), VersionInfo = null }, now));
    }

    internal static AppDefinition Spec(params string[][] constraints) => new()
    {
        Id = PathId.Of("/web"),
        Cmd = "x",
        Instances = 4,
        Constraints = constraints,
    };

    internal static Instance An(string id, Condition condition, double since, string rack = "a") => new()
    {
        Id = new(id),
        Spec = Spec(),
        Role = "*",
        Condition = condition,
        Since = Moment.FromSeconds(since),
        ActiveSince = Moment.FromSeconds(since),
        Agent = new("S", $"host-{rack}", null, null, ImmutableSortedDictionary<string, string>.Empty.Add("rack", rack)),
        Tasks = [new(new($"{id}._app.1"), null, condition, Moment.FromSeconds(since), null, [], null)],
    };
}
