using Kernel.Agent.Core;
using Xunit;
using static Kernel.Tests.Unit.Agent.Core.AgentDriver;
using TaskState = Mesos.V1.TaskState;

namespace Kernel.Tests.Unit.Agent.Core;

/// <summary>What happens to a stream of status updates: each state of it against each input.</summary>
public sealed class StatusStreamTests
{
    [Theory]
    //          before              input            sent         acked to host  pending after
    [InlineData("empty", "new", "RUNNING", true, 1)]
    [InlineData("empty", "ack", "", false, 0)]
    [InlineData("one", "new", "", true, 2)]
    [InlineData("one", "same", "", true, 1)]
    [InlineData("one", "ack", "", false, 0)]
    [InlineData("one", "wrong ack", "", false, 1)]
    [InlineData("one", "10 s", "STARTING", false, 1)]
    [InlineData("two", "ack", "RUNNING", false, 1)]
    [InlineData("two", "ack of second", "", false, 2)]
    [InlineData("two", "same", "", true, 2)]
    [InlineData("two", "10 s", "STARTING", false, 2)]
    [InlineData("acked", "same", "", true, 0)]
    [InlineData("acked", "ack", "", false, 0)]
    [InlineData("acked", "10 s", "", false, 0)]
    [InlineData("acked", "new", "RUNNING", true, 1)]
    public void A_stream_has_one_update_in_flight_and_knows_what_it_has_seen(
        string before, string input, string sent, bool isAcknowledged, int pending)
    {
        var driver = Registered().Started("t");
        if (before != "empty")
        {
            driver.Report("t", TaskState.TaskStarting, 1);
        }

        if (before == "two")
        {
            driver.Report("t", TaskState.TaskRunning, 2);
        }
        else if (before == "acked")
        {
            driver.Acknowledge("t", Uuid(1));
        }

        driver.Take();
        _ = input switch
        {
            "new" => driver.Report("t", TaskState.TaskRunning, 3),
            "same" => driver.Report("t", TaskState.TaskStarting, 1),
            "ack" => driver.Acknowledge("t", Uuid(1)),
            "ack of second" => driver.Acknowledge("t", Uuid(2)),
            "wrong ack" => driver.Acknowledge("t", Uuid(99)),
            _ => driver.Advance(TimeSpan.FromSeconds(10)),
        };

        Assert.Equal(sent, string.Join(",", driver.Updates.Select(static update => update.Status.State.ToString()[4..].ToUpperInvariant())));
        Assert.Equal(isAcknowledged, driver.Effects.OfType<AcknowledgeToHost>().Any());
        Assert.Equal(pending, driver.State.Streams.TryGetValue(KeyOf("t"), out var stream) ? stream.Pending.Count() : 0);
    }

    [Fact]
    public void An_update_is_repeated_after_10_s_doubling_to_10_min_until_it_is_acknowledged()
    {
        var driver = Registered(static configuration => configuration).Started("t");
        driver.Report("t", TaskState.TaskRunning, 1);
        var at = new List<double>();
        var start = driver.Now.Seconds;
        driver.Take();
        for (var i = 0; i < 3_000; i++)
        {
            driver.Advance(TimeSpan.FromSeconds(1)).Tell(new PingReceived("slave-observer(1)@10.0.0.1:5050", true));
            at.AddRange(driver.Updates.Select(_ => driver.Now.Seconds - start));
            driver.Take();
        }

        Assert.Equal([10, 30, 70, 150, 310, 630, 1230, 1830, 2430], at.Select(static second => Math.Round(second)));
    }

    [Fact]
    public void An_update_carries_the_newest_state_that_the_agent_knows()
    {
        var driver = Registered().Started("t").Report("t", TaskState.TaskStarting, 1).Report("t", TaskState.TaskFinished, 2);
        driver.Take();
        driver.Advance(TimeSpan.FromSeconds(10));
        var update = Assert.Single(driver.Updates);
        Assert.Equal(TaskState.TaskStarting, update.Status.State);
        Assert.Equal(TaskState.TaskFinished, update.LatestState);
    }

    [Fact]
    public void A_task_has_the_address_of_its_agent_and_the_id_of_its_container()
    {
        var driver = Registered().Started("t").Report("t", TaskState.TaskRunning, 1);
        var status = driver.Updates.Single().Status;
        Assert.Equal("10.0.0.2", status.ContainerStatus.NetworkInfos.Single().IpAddresses.Single().IpAddress);
        Assert.Equal(driver.Run("t").ContainerId, status.ContainerStatus.ContainerId.Value);
        Assert.Equal("S0", status.AgentId.Value);
        Assert.Equal("t", status.ExecutorId.Value);
    }

    [Fact]
    public void Nothing_is_left_of_a_task_once_its_last_update_is_acknowledged_and_its_container_is_gone()
    {
        var driver = Registered().Started("t");
        var container = driver.Run("t").ContainerId;
        driver.Report("t", TaskState.TaskFinished, 1).Tell(new ContainerExited(container));
        Assert.NotEmpty(driver.State.Frameworks);
        driver.Acknowledge("t", Uuid(1));

        Assert.Empty(driver.State.Tasks);
        Assert.Empty(driver.State.Streams);
        Assert.Empty(driver.State.Executors);
        Assert.Empty(driver.State.Frameworks);
        Assert.Equal(["agent/info"], driver.Disk.Keys);
        Assert.Single(driver.State.CompletedFrameworks.Single().CompletedExecutors.Single().CompletedTasks);
    }

    [Fact]
    public void Updates_wait_while_no_master_has_the_agent_and_go_out_when_one_does()
    {
        var driver = Registered().Started("t").Tell(new LinkClosed(MasterPid));
        driver.Take();
        driver.Report("t", TaskState.TaskRunning, 1);
        Assert.Empty(driver.Updates);
        Assert.Contains(driver.Disk.Keys, static key => key.StartsWith("agent/stream/F/t/", StringComparison.Ordinal));
        Assert.Single(driver.Effects.OfType<AcknowledgeToHost>());

        driver.TakenBack();
        Assert.Single(driver.Updates);
    }

    [Fact]
    public void A_status_after_the_last_one_is_ignored_and_yet_acknowledged_to_its_executor()
    {
        var driver = Registered().Started("t").Report("t", TaskState.TaskFinished, 1);
        driver.Take();
        driver.Report("t", TaskState.TaskRunning, 2);
        Assert.Single(driver.Effects.OfType<AcknowledgeToHost>());
        Assert.Equal(TaskState.TaskFinished, driver.State.Tasks[KeyOf("t")].State);
        Assert.Single(driver.State.Streams[KeyOf("t")].Pending);
    }
}
