using System.Text.Json.Nodes;
using Kernel.Tests.EndToEnd.Harness;

namespace Kernel.Tests.EndToEnd;

public sealed class OperatorCommandTests
{
    private const string Framework =
        """{"user":"root","name":"raw","roles":["*"],"capabilities":[{"type":"MULTI_ROLE"}]}""";

    [Fact]
    public async Task A_quota_that_is_set_is_listed_and_one_that_is_removed_is_not()
    {
        await using var cluster = await LocalCluster.UpAsync("--resources=cpus:2;mem:512;disk:512");
        await DoneAsync(cluster, "quota", "set", "web", "--guarantee", "cpus:1;mem:64", "--limit", "cpus:2");
        var quota = Assert.Single((await JsonAsync(cluster, "quota")).AsArray())!;
        Assert.Equal("web", (string?)quota["role"]);
        Assert.Equal(64, (double)quota["guarantees"]!["mem"]!);
        Assert.Equal(2, (double)quota["limits"]!["cpus"]!);

        await DoneAsync(cluster, "quota", "remove", "web");
        Assert.Empty((await JsonAsync(cluster, "quota")).AsArray());
    }

    [Fact]
    public async Task What_the_master_refuses_is_told_in_one_line_and_fails()
    {
        await using var cluster = await LocalCluster.UpAsync("--resources=cpus:2;mem:512;disk:512");
        Assert.Contains("exceed cluster capacity", await RefusedAsync(cluster, "quota", "set", "web", "--guarantee", "cpus:4000"));
        Assert.Contains("web", await RefusedAsync(cluster, "quota", "remove", "web"));
        Assert.Contains("positive", await RefusedAsync(cluster, "weights", "set", "web=-1"));
        Assert.Contains("web:two", await RefusedAsync(cluster, "weights", "set", "web:two"));
        Assert.Contains("Unknown agent", await RefusedAsync(cluster, "drain", "nobody"));
        Assert.Contains("not deactivated", await RefusedAsync(cluster, "reactivate", "S0"));
        Assert.Contains("No framework found", await RefusedAsync(cluster, "teardown", "nobody"));
        Assert.Contains("not part of a maintenance schedule", await RefusedAsync(cluster, "maintenance", "start", "127.0.0.1"));
        Assert.Contains("does not contain", await RefusedAsync(cluster, "reserve", "S0", "cpus:3", "--role", "web"));
    }

    [Fact]
    public async Task A_dry_run_shows_the_call_and_changes_nothing()
    {
        await using var cluster = await LocalCluster.UpAsync();
        var shown = await JsonAsync(cluster, "weights", "set", "web=3", "--dry-run");
        Assert.False((bool)shown["sent"]!);
        Assert.Equal($"{cluster.Master}/api/v1", (string?)shown["to"]);
        Assert.Equal("UPDATE_WEIGHTS", (string?)shown["call"]!["type"]);
        Assert.Contains("DRAIN_AGENT", await DoneAsync(cluster, "drain", "S0", "--dry-run"));
        Assert.Contains("TEARDOWN", await DoneAsync(cluster, "teardown", "marathon", "--dry-run"));

        Assert.Empty((await JsonAsync(cluster, "weights")).AsArray());
        Assert.Equal("active", (string?)(await JsonAsync(cluster, "agents"))[0]!["state"]);
        Assert.Contains(
            (await JsonAsync(cluster, "frameworks")).AsArray(), static framework => (string?)framework!["name"] == "marathon");
    }

    [Fact]
    public async Task Draining_ends_the_tasks_of_an_agent_which_can_then_be_reactivated()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await scheduler.LaunchAsync("t", "sleep 1000");
        await scheduler.StatesUntilAsync("t", "TASK_RUNNING");

        var draining = DoneAsync(cluster, "drain", "S0", "--grace", "2secs", "--wait");
        await scheduler.StatesUntilAsync("t", "TASK_KILLED");
        Assert.Contains("is drained", await draining);
        await StateOfAgentAsync(cluster, "drained");

        await DoneAsync(cluster, "reactivate", "S0");
        await StateOfAgentAsync(cluster, "active");
        await DoneAsync(cluster, "deactivate", "S0");
        await StateOfAgentAsync(cluster, "deactivated");
    }

    [Fact]
    public async Task Tearing_a_framework_down_ends_it()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await DoneAsync(cluster, "teardown", "raw");
        Assert.DoesNotContain((await JsonAsync(cluster, "frameworks")).AsArray(), static framework => (string?)framework!["name"] == "raw");
        Assert.Contains("No framework found", await RefusedAsync(cluster, "teardown", scheduler.FrameworkId));
    }

    [Fact]
    public async Task What_a_framework_is_offered_is_explained_by_its_name_and_what_nobody_knows_is_not()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        Assert.Contains("Role *: 1 agent; the framework's share is", await DoneAsync(cluster, "explain", "raw"));
        Assert.Contains("Role *: 1 agent", await DoneAsync(cluster, "explain", scheduler.FrameworkId));
        Assert.Contains("no task and no framework nobody", await RefusedAsync(cluster, "explain", "nobody"));
    }

    [Fact]
    public async Task An_agent_that_is_given_up_ends_and_leaves_the_rest_of_the_cluster_running()
    {
        await using var cluster = await LocalCluster.UpAsync("--agents=2");
        var ids = (await JsonAsync(cluster, "agents")).AsArray().Select(static agent => (string)agent!["id"]!).ToList();
        await DoneAsync(cluster, "gone", ids[0]);
        await cluster.Process.SeesAsync("asks this agent to shut down");
        var rest = Assert.Single((await JsonAsync(cluster, "agents")).AsArray())!;
        Assert.Equal(ids[1], (string?)rest["id"]);

        await DoneAsync(cluster, "drain", ids[1], "--mark-gone");
        Assert.Empty((await JsonAsync(cluster, "agents")).AsArray());
        Assert.False(cluster.Process.HasExited);
    }

    [Fact]
    public async Task A_command_runs_beside_a_task_and_ends_as_it_would_there()
    {
        await using var cluster = await LocalCluster.UpAsync();
        await using var scheduler = await RawScheduler.SubscribeAsync(cluster.Master, Framework);
        await scheduler.LaunchAsync("t", "echo here > mark; exec sleep 1000");
        await scheduler.StatesUntilAsync("t", "TASK_RUNNING");

        Assert.Contains("said", await DoneAsync(cluster, "exec", "t", "echo", "said"));
        using var failing = KernelProcess.Start(["exec", "--master", $"127.0.0.1:{cluster.MasterPort}", "t", "--", "sh", "-c", "exit 7"]);
        Assert.Equal(7, await failing.ExitsAsync());
        Assert.Contains("no task nobody", await RefusedAsync(cluster, "exec", "nobody", "true"));
    }

    [Fact]
    public async Task A_volume_is_made_on_reserved_disk_and_destroyed()
    {
        await using var cluster = await LocalCluster.UpAsync("--resources=cpus:2;mem:512;disk:512");
        await DoneAsync(cluster, "reserve", "S0", "disk:64", "--role", "web");
        await DoneAsync(cluster, "volumes", "create", "S0", "--role", "web", "--id", "db", "--size", "64", "--path", "data");
        var volume = Assert.Single((await JsonAsync(cluster, "volumes")).AsArray())!;
        Assert.Equal(("web", "db", 64), ((string?)volume["role"], (string?)volume["id"], (double)volume["size_mb"]!));
        await DoneAsync(cluster, "reserve", "S0", "disk:32", "--role", "web");
        await DoneAsync(cluster, "volumes", "grow", "S0", "--role", "web", "--id", "db", "--by", "32");
        await DoneAsync(cluster, "volumes", "shrink", "S0", "--role", "web", "--id", "db", "--by", "16");
        Assert.Equal(80, (double)(await JsonAsync(cluster, "volumes"))[0]!["size_mb"]!);

        await DoneAsync(cluster, "volumes", "destroy", "S0", "--role", "web", "--id", "db");
        Assert.Empty((await JsonAsync(cluster, "volumes")).AsArray());
        await DoneAsync(cluster, "reserve", "S0", "disk:96", "--role", "batch", "--from", "web");
        await DoneAsync(cluster, "unreserve", "S0", "disk:96", "--role", "batch");
        await DoneAsync(cluster, "reserve", "S0", "cpus:1", "--role", "web", "--principal", "ops", "--label", "a=b");
        Assert.Contains("(DYNAMIC,web,ops,{a: b})", await RefusedAsync(cluster, "unreserve", "S0", "cpus:1", "--role", "web"));
        await DoneAsync(cluster, "unreserve", "S0", "cpus:1", "--role", "web", "--principal", "ops", "--label", "a=b");
        Assert.Contains("no volume db", await RefusedAsync(cluster, "volumes", "destroy", "S0", "--role", "web", "--id", "db"));
    }

    [Fact]
    public async Task A_machine_is_scheduled_by_its_address_alone_taken_down_and_up()
    {
        await using var cluster = await LocalCluster.UpAsync();
        Assert.Contains("2262", await RefusedAsync(cluster, "maintenance", "schedule", "127.0.0.1", "--start", "9999-01-01"));
        await DoneAsync(cluster, "maintenance", "schedule", "127.0.0.1", "--start", "+1hrs", "--duration", "2hrs");
        var scheduled = Assert.Single((await JsonAsync(cluster, "maintenance")).AsArray())!;
        Assert.Equal(("draining", "2hrs"), ((string?)scheduled["state"], (string?)scheduled["duration"]));

        await DoneAsync(cluster, "maintenance", "start", "127.0.0.1");
        Assert.Equal("down", (string?)(await JsonAsync(cluster, "maintenance"))[0]!["state"]);
        Assert.Empty((await JsonAsync(cluster, "agents")).AsArray());
        Assert.Contains("cannot be removed", await RefusedAsync(cluster, "maintenance", "cancel", "127.0.0.1"));

        await DoneAsync(cluster, "maintenance", "stop", "127.0.0.1");
        Assert.Empty((await JsonAsync(cluster, "maintenance")).AsArray());
    }

    private static Task<JsonNode> StateOfAgentAsync(LocalCluster cluster, string state) => Eventually.SeesAsync(
        () => JsonAsync(cluster, "agents"), agents => (string?)agents[0]!["state"] == state, $"the agent is {state}");

    private static async Task<JsonNode> JsonAsync(LocalCluster cluster, params string[] command) =>
        JsonNode.Parse(await DoneAsync(cluster, [.. command, "--json"]))!;

    private static async Task<string> DoneAsync(LocalCluster cluster, params string[] command)
    {
        using var process = Run(cluster, command);
        Assert.True(await process.ExitsAsync() == 0, $"kernel {string.Join(' ', command)}: {process.Output}");
        return process.Output;
    }

    private static async Task<string> RefusedAsync(LocalCluster cluster, params string[] command)
    {
        using var process = Run(cluster, command);
        Assert.Equal(1, await process.ExitsAsync());
        return Assert.Single(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static KernelProcess Run(LocalCluster cluster, string[] command) =>
        KernelProcess.Start([.. command, "--master", $"127.0.0.1:{cluster.MasterPort}"]);
}
