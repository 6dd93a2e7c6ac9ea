using System.Net;
using System.Text.Json.Nodes;
using Kernel.Tests.EndToEnd.Harness;
using Kernel.Tests.Support.Servers;

namespace Kernel.Tests.EndToEnd;

public sealed class ZooKeeperTests
{
    [ZooKeeperFact]
    public async Task Unit_files_of_a_mesos_set_up_run_as_they_are_and_nothing_stops_when_the_leader_is_killed()
    {
        await using var trio = await MasterTrio.StartAsync();
        var ports = Ports.Free(2);
        var (agentPort, marathonPort) = (ports[0], ports[1]);
        var first = await trio.LeaderAsync();
        trio.StartAgent(agentPort);
        trio.Start(
            "marathon", $"--master={trio.Url("mesos")}", $"--zk={trio.Url("marathon")}", "--zk_timeout=10000", "--hostname=127.0.0.1",
            $"--http_port={marathonPort}", $"--work_dir={trio.Directory}/marathon");

        var follower = trio.Masters.Keys.First(port => port != first);
        Assert.Equal(
            (HttpStatusCode.TemporaryRedirect, $"//127.0.0.1:{first}/api/v1/scheduler?a=b"),
            await trio.AskAsync(follower, HttpMethod.Post, "/api/v1/scheduler?a=b"));

        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{marathonPort}") };
        await Eventually.SeesAsync(() => http.GetAsync("/ping"), static answer => answer.IsSuccessStatusCode, "Marathon");
        await ScaleAsync(http, HttpMethod.Post, "/v2/apps", """{"id":"/web","cmd":"sleep 1000","cpus":0.1,"mem":32,"instances":1}""");
        var before = await RunningAsync(http, 1);

        await trio.KillAsync(first);
        var second = await trio.LeaderAsync();
        Assert.NotEqual(first, second);
        await Eventually.SeesAsync(
            () => trio.GetAsync(second, "/slaves"), static answer => answer["slaves"]!.AsArray().Count == 1, "the agent at the next leader");
        await ScaleAsync(http, HttpMethod.Put, "/v2/apps/web", """{"instances":2}""");
        Assert.Contains(before[0], await RunningAsync(http, 2));

        using var command = KernelProcess.Start("agents", $"--master={trio.Url("mesos")}", "--json");
        Assert.Equal(0, await command.ExitsAsync());
        Assert.Contains($"{agentPort}", command.Output, StringComparison.Ordinal);
    }

    [KazooFact]
    public async Task Another_client_of_zookeeper_finds_the_leader_and_the_next_one()
    {
        await using var trio = await MasterTrio.StartAsync();
        using var client = Clients.Run("/usr/bin/python3", "masters_in_zookeeper.py", null, trio.Hosts, "/mesos");
        var first = await trio.LeaderAsync();
        var info = JsonNode.Parse(await client.SeesAsync("\"masters\": 3"))!["leader"]!;
        Assert.Equal((first, "127.0.0.1"), ((int)info["port"]!, (string?)info["hostname"]));
        Assert.Equal($"master@127.0.0.1:{first}", (string?)info["pid"]);
        Assert.Equal(("127.0.0.1", first), ((string?)info["address"]!["ip"], (int)info["address"]!["port"]!));
        Assert.Equal(16777343, (int)info["ip"]!);
        Assert.Equal((string?)(await trio.GetAsync(first, "/state"))["id"], (string?)info["id"]);

        await trio.KillAsync(first);
        var second = await trio.LeaderAsync();
        info = JsonNode.Parse(await client.SeesAsync($"master@127.0.0.1:{second}"))!;
        Assert.Equal((2, second), ((int)info["masters"]!, (int)info["leader"]!["port"]!));
    }

    private static async Task ScaleAsync(HttpClient marathon, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, null, "application/json") };
        using var answer = await marathon.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<IReadOnlyList<string>> RunningAsync(HttpClient marathon, int count)
    {
        var tasks = await Eventually.SeesAsync(
            async () => JsonNode.Parse(await marathon.GetStringAsync("/v2/apps/web/tasks"))!["tasks"]!.AsArray(),
            tasks => tasks.Count(static task => (string?)task!["state"] == "TASK_RUNNING") == count,
            $"{count} running tasks");
        return [.. tasks.Select(static task => (string)task!["id"]!)];
    }
}

/// <summary>A test that needs a ZooKeeper.</summary>
public sealed class ZooKeeperFactAttribute : FactAttribute
{
    /// <summary>Skips the test, with the reason, where there is none.</summary>
    public ZooKeeperFactAttribute() => Skip = ZooKeeperServer.Missing;
}

/// <summary>A test that needs a ZooKeeper, and Debian's python3-kazoo.</summary>
public sealed class KazooFactAttribute : FactAttribute
{
    /// <summary>Skips the test, with the reason, where one is missing.</summary>
    public KazooFactAttribute() => Skip = ZooKeeperServer.Missing ?? Clients.KazooMissing;
}
