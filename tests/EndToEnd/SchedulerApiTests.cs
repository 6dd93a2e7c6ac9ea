using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class SchedulerApiTests
{
    private const string Framework = """{"user":"root","name":"raw","capabilities":[{"type":"PARTITION_AWARE"}],"failover_timeout":60,"checkpoint":true}""";

    [Fact]
    public async Task An_echo_goes_from_its_offer_to_task_finished_and_its_output_is_in_the_sandbox()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await scheduler.LaunchAsync("echo-1", "echo hello from $MESOS_EXECUTOR_ID");
        Assert.Equal(["TASK_STARTING", "TASK_RUNNING", "TASK_FINISHED"], await scheduler.StatesUntilAsync("echo-1", "TASK_FINISHED"));

        using var logs = KernelProcess.Start("logs", "echo-1", $"--master=127.0.0.1:{cluster.MasterPort}");
        Assert.Equal(0, await logs.ExitsAsync());
        Assert.Contains("hello from echo-1", logs.Output);
    }

    [Theory]
    [InlineData("exit 3", "TASK_FAILED", "exited with status 3")]
    [InlineData("kill -9 $$", "TASK_FAILED", "terminated with signal")]
    [InlineData("true", "TASK_FINISHED", null)]
    public async Task The_end_of_a_task_is_told_truly(string command, string state, string? message)
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await scheduler.LaunchAsync("end", command);
        var update = await scheduler.NextAsync("UPDATE", static update => (string?)update["update"]!["status"]!["state"] == "TASK_STARTING");
        while ((string?)update["update"]!["status"]!["state"] != state)
        {
            await scheduler.AcknowledgeAsync(update);
            update = await scheduler.NextAsync("UPDATE");
        }

        if (message is not null)
        {
            Assert.Contains(message, (string?)update["update"]!["status"]!["message"]);
        }
    }

    [Fact]
    public async Task A_kill_first_asks_and_then_insists()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await scheduler.LaunchAsync("stubborn", "trap 'echo asked' TERM; while true; do sleep 0.1; done");
        await scheduler.StatesUntilAsync("stubborn", "TASK_RUNNING");
        await scheduler.CallAsync("KILL", """ "kill":{"task_id":{"value":"stubborn"},"kill_policy":{"grace_period":{"nanoseconds":500000000}}} """);
        Assert.Equal("TASK_KILLED", (await scheduler.StatesUntilAsync("stubborn", "TASK_KILLED"))[^1]);

        using var logs = KernelProcess.Start("logs", "stubborn", $"--master=127.0.0.1:{cluster.MasterPort}");
        await logs.ExitsAsync();
        Assert.Contains("asked", logs.Output);
    }

    [Fact]
    public async Task A_framework_that_comes_back_under_its_id_keeps_its_task()
    {
        await using var cluster = await LocalCluster.UpAsync();
        string id;
        await using (var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework))
        {
            id = scheduler.FrameworkId;
            await scheduler.LaunchAsync("long", "sleep 1000");
            await scheduler.StatesUntilAsync("long", "TASK_RUNNING");
        }

        await using var again = await RawScheduler.SubscribeAsync(cluster.Master, Framework, id);
        Assert.Equal(id, again.FrameworkId);
        await again.CallAsync("RECONCILE", """ "reconcile":{"tasks":[]} """);
        var update = await again.NextAsync("UPDATE");
        Assert.Equal("TASK_RUNNING", (string?)update["update"]!["status"]!["state"]);
        Assert.Equal("REASON_RECONCILIATION", (string?)update["update"]!["status"]!["reason"]);
    }
}
