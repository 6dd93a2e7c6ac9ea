using System.Net;
using System.Text.Json.Nodes;
using Kernel.Master.Server;
using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Kernel.Tests.Unit.ZooKeeper;
using Kernel.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What masters publish in ZooKeeper, and who leads by it.</summary>
public sealed class MasterPublicationTests(ZooKeeperFixture fixture) : IClassFixture<ZooKeeperFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [ZooKeeperFact]
    public async Task Each_contending_master_has_a_node_and_the_lowest_is_the_one_that_leads()
    {
        var address = fixture.Fresh();
        var (firstStore, first) = await StartAsync(new() { Zk = address.Url });
        await first.Leads.WaitAsync(Patience);
        var (secondStore, second) = await StartAsync(new() { Zk = address.Url });
        await using var operators = await ZooKeeperFixture.OpenAsync(address);
        var nodes = await SeesAsync(operators, address, 2);
        Assert.Equal(first.Uri.Port, (int)nodes[0]["port"]!);
        Assert.Equal(second.Uri.Port, (int)nodes[1]["port"]!);
        Assert.Equal($"//127.0.0.1:{first.Uri.Port}/api/v1", await RedirectOfAsync(second));

        await using (firstStore)
        {
            await first.DisposeAsync();
        }

        await second.Leads.WaitAsync(Patience);
        Assert.Equal(second.Uri.Port, (int)(await SeesAsync(operators, address, 1))[0]["port"]!);
        await second.DisposeAsync();
        await secondStore.DisposeAsync();
        await SeesAsync(operators, address, 0);
    }

    [ZooKeeperFact]
    public async Task A_leader_by_another_store_publishes_what_mesos_publishes_and_a_follower_does_not()
    {
        var address = fixture.Fresh();
        var database = new InMemoryDatabase();
        await using var leading = new InMemoryStore(database);
        await using var following = new InMemoryStore(database);
        await using var operators = await ZooKeeperFixture.OpenAsync(address);
        await using var follower = await StartAsync(following, address, waits: await leading.CampaignAsync([1], default));
        Assert.Empty(await NodesAsync(operators, address));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOfAsync(follower));

        database.Depose();
        await follower.Leads.WaitAsync(Patience);
        var info = Assert.Single(await SeesAsync(operators, address, 1));
        var port = follower.Uri.Port;
        Assert.Equal("127.0.0.1", (string?)info["address"]!["ip"]);
        Assert.Equal("127.0.0.1", (string?)info["address"]!["hostname"]);
        Assert.Equal(port, (int)info["address"]!["port"]!);
        Assert.Equal(16777343, (int)info["ip"]!);
        Assert.Equal((port, "127.0.0.1"), ((int)info["port"]!, (string?)info["hostname"]));
        Assert.Equal($"master@127.0.0.1:{port}", (string?)info["pid"]);
        Assert.Equal(MasterServer.Version, (string?)info["version"]);
        Assert.NotEqual("", (string)info["id"]!);
        Assert.Contains("AGENT_UPDATE", info["capabilities"]!.AsArray().Select(static one => (string?)one!["type"]));
    }

    [Theory]
    [InlineData("mesos", "10secs", "Failed to load flag 'zk': no address in ZooKeeper: it must begin with zk://")]
    [InlineData("zk://a/", "10secs", "Failed to load flag 'zk': no address in ZooKeeper: it must name a path")]
    [InlineData("zk://a/mesos", "10ms", "Failed to load flag 'zk_session_timeout'")]
    public async Task Flags_that_name_nothing_are_refused(string zk, string timeout, string reason)
    {
        var options = new MasterOptions { Zk = zk, ZkSessionTimeout = Kernel.Runtime.Flags.MesosDuration.Parse(timeout) };
        var refusal = await Assert.ThrowsAsync<FormatException>(
            () => MasterStore.OpenAsync(options, "memory:", TimeProvider.System));
        Assert.StartsWith(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<(IStore Store, MasterServer Master)> StartAsync(MasterOptions options)
    {
        var store = await MasterStore.OpenAsync(options, "memory:", TimeProvider.System);
        return (store, await StartAsync(options, store));
    }

    /// <summary>Another one leads, whom this test does not let be found.</summary>
    private static Task<MasterServer> StartAsync(IStore store, ZooKeeperAddress address, Leadership waits)
    {
        Assert.False(waits.Lost.IsCancellationRequested);
        return StartAsync(new MasterOptions { Zk = address.Url, Store = "elsewhere" }, store);
    }

    private static Task<MasterServer> StartAsync(MasterOptions options, IStore store) => MasterServer.StartAsync(
        options with { Ip = "127.0.0.1", Hostname = "127.0.0.1", Port = ServerProcess.FreePort() },
        store,
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static async Task<string?> RedirectOfAsync(MasterServer master)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.PostAsync(new Uri(master.Uri, "/api/v1"), new StringContent("{}"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task<HttpStatusCode> StatusOfAsync(MasterServer master)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.PostAsync(new Uri(master.Uri, "/api/v1/scheduler"), new StringContent("{}"));
        return answer.StatusCode;
    }

    private static async Task<IReadOnlyList<JsonNode>> SeesAsync(ZooKeeperSession session, ZooKeeperAddress address, int count)
    {
        while (true)
        {
            var children = await session.WatchChildrenAsync(address.Path, default);
            if (await NodesAsync(session, address) is var nodes && nodes.Count == count)
            {
                return nodes;
            }

            await children.Changed.WaitAsync(Patience);
        }
    }

    private static async Task<IReadOnlyList<JsonNode>> NodesAsync(ZooKeeperSession session, ZooKeeperAddress address)
    {
        var names = await session.ChildrenAsync(address.Path, default) ?? [];
        var published = names.Where(static name => name.StartsWith("json.info_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var nodes = await Task.WhenAll(published.Select(name => session.GetAsync($"{address.Path}/{name}", default)));
        return [.. nodes.Where(static node => node is not null).Select(static node => JsonNode.Parse(node!.Data)!)];
    }
}
