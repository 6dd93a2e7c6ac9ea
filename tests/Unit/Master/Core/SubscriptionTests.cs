using Kernel.Master.Core;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Xunit;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;

namespace Kernel.Tests.Unit.Master.Core;

public sealed class SubscriptionTests
{
    public static TheoryData<string, Action<FrameworkInfo>> Refusals => new()
    {
        { "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable", static info => info.Role = "x" },
        { "'FrameworkInfo.roles' contains duplicate items: 'web'", static info => info.Roles.Add("web") },
        { "'FrameworkInfo.roles' contains invalid role: Role component 'a b' is invalid because it contains backspace or whitespace", static info => info.Roles.Add("a b") },
        { "'a/b' is an invalid framework ID: 'a/b' contains invalid characters", static info => info.Id = new() { Value = "a/b" } },
        { "The framework failover_timeout is invalid: NaN seconds cannot be represented", static info => info.FailoverTimeout = double.NaN },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_framework_that_breaks_a_rule_is_told_which_and_its_stream_ends(string message, Action<FrameworkInfo> change)
    {
        var cluster = new Cluster();

        var framework = cluster.Framework(change);

        Assert.Equal(message, framework.Events(EventType.Error).Single().Error.Message);
        Assert.Equal([framework.Stream], cluster.Closed);
        Assert.Empty(cluster.State.Frameworks);
    }

    [Fact]
    public void A_subscriber_gets_its_id_and_a_heartbeat_at_once_and_every_15_seconds()
    {
        var cluster = new Cluster();

        var framework = cluster.Framework();
        cluster.Pass(TimeSpan.FromSeconds(31));

        Assert.Equal("m-0000", framework.Events(EventType.Subscribed).Single().Subscribed.FrameworkId.Value);
        Assert.Equal(3, framework.Events(EventType.Heartbeat).Count);
    }

    [Fact]
    public void A_second_subscription_under_the_same_id_ends_the_first()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");
        var old = framework.Stream;

        framework.Subscribe();

        Assert.Contains(cluster.Events, one => one.Stream == old && one.Event.Error?.Message == "Framework failed over");
        Assert.Equal([old], cluster.Closed);
        Assert.DoesNotContain(cluster.Events, one => one.Stream == old && one.Event.Type == EventType.Rescind);
        Assert.Single(cluster.State.Tasks);
        cluster.Pass(TimeSpan.FromSeconds(10));
        Assert.Single(framework.Offers());
    }

    [Fact]
    public void A_framework_that_stays_away_too_long_is_removed_with_its_tasks()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");

        framework.Disconnect();
        cluster.Pass(TimeSpan.FromSeconds(59));
        Assert.Single(cluster.State.Frameworks);
        cluster.Pass(TimeSpan.FromSeconds(2));

        Assert.Empty(cluster.State.Frameworks);
        Assert.Equal(TaskState.TaskKilled, cluster.State.CompletedFrameworks.Single().Tasks.Single().State);
        Assert.Single(agent.Received<Mesos.Internal.ShutdownFrameworkMessage>());
        framework.Subscribe();
        Assert.Equal("Framework has been removed", framework.Events(EventType.Error).Single().Error.Message);
    }

    [Fact]
    public void A_framework_that_comes_back_in_time_keeps_its_tasks()
    {
        var cluster = new Cluster();
        var agent = cluster.Agent();
        var framework = cluster.Framework();
        framework.Run(agent, "t1");

        framework.Disconnect();
        cluster.Pass(TimeSpan.FromSeconds(30));
        framework.Subscribe();
        cluster.Pass(TimeSpan.FromSeconds(120));

        Assert.True(cluster.State.Frameworks.Values.Single().IsConnected);
        Assert.Single(cluster.State.Tasks);
    }

    [Fact]
    public void Calls_are_refused_in_the_order_of_the_checks()
    {
        var cluster = new Cluster();
        var framework = cluster.Framework(static info => info.Principal = "p");

        Call Revive(string? id = null) => new()
        {
            Type = Call.Types.Type.Revive, FrameworkId = id is null ? framework.Info.Id : new() { Value = id },
        };

        Assert.Equal((400, "Framework cannot be found"), Of(framework.Call(Revive("nope"))));
        Assert.Equal(400, framework.Call(Revive(), principal: "q").Status);
        Assert.Equal(
            (400, "The stream ID 'xyz' included in this request didn't match the stream ID currently associated with framework ID m-0000"),
            Of(framework.Call(Revive(), stream: "xyz")));
        Assert.Equal((202, ""), Of(framework.Call(Revive(), principal: "p")));
        framework.Disconnect();
        Assert.Equal(403, framework.Call(Revive()).Status);
    }

    private static (int Status, string Body) Of(CallAnswer answer) => (answer.Status, answer.Body);
}
