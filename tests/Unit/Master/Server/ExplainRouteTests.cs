using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Store;
using Mesos.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Call = Mesos.V1.Scheduler.Call;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>Why a framework is offered what it is offered, as a whole master tells it.</summary>
public sealed class ExplainRouteTests : IAsyncLifetime
{
    private readonly InMemoryStore store = new();
    private readonly HttpClient http = new();
    private MasterServer master = null!;

    public async Task InitializeAsync()
    {
        master = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = FreePort() }, store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await master.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task What_is_offered_is_told_with_who_has_it_and_what_is_refused_with_until_when()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var scheduler = new SchedulerConnection(master.Uri, MessageFormat.Json);
        var offer = await OfferAsync(scheduler);
        var framework = offer.FrameworkId.Value;

        var held = await ExplainAsync($"framework={framework}&agent={agent.Id.Value}");
        Assert.Equal("NOTHING_FREE", (string?)held["roles"]![0]!["reasons"]![0]!["reason"]);
        Assert.Equal(framework, (string?)held["holders"]![0]!["framework_id"]);
        Assert.Equal(2, (double)held["holders"]![0]!["resources"]!["cpus"]!);

        await scheduler.CallAsync(new()
        {
            Type = Call.Types.Type.Decline,
            FrameworkId = offer.FrameworkId,
            Decline = new() { OfferIds = { offer.Id }, Filters = new() { RefuseSeconds = 1000 } },
        });
        var refused = (await ExplainAsync($"framework={framework}&role=web"))["roles"]![0]!;
        var reason = Assert.Single(refused["reasons"]!.AsArray())!;
        Assert.Equal(("REFUSED", 1), ((string?)reason["reason"], (int)reason["agents"]!));
        Assert.Equal(1024, (double)reason["example"]!["refused"]!["mem"]!);
        Assert.True((double)reason["example"]!["until"]! > DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 900);
        Assert.Equal(("OFFERABLE", 1), ((string?)refused["standing"], (int)refused["filters"]!));

        await scheduler.CallAsync(new() { Type = Call.Types.Type.Suppress, FrameworkId = offer.FrameworkId, Suppress = new() });
        Assert.Equal("SUPPRESSED", (string?)(await ExplainAsync($"framework={framework}"))["roles"]![0]!["standing"]);
    }

    [Fact]
    public async Task What_is_not_known_is_refused_by_name()
    {
        using var scheduler = new SchedulerConnection(master.Uri, MessageFormat.Json);
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        var framework = (await OfferAsync(scheduler)).FrameworkId.Value;

        await RefusesAsync(HttpStatusCode.BadRequest, "", "'framework'");
        await RefusesAsync(HttpStatusCode.NotFound, "framework=nobody", "'nobody'");
        await RefusesAsync(HttpStatusCode.NotFound, $"framework={framework}&role=other", "'other'");
        await RefusesAsync(HttpStatusCode.NotFound, $"framework={framework}&agent=nowhere", "'nowhere'");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<Offer> OfferAsync(SchedulerConnection scheduler)
    {
        var info = new FrameworkInfo { User = "nobody", Name = "test", Roles = { "web" } };
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = CapabilityType.MultiRole });
        await scheduler.SubscribeAsync(new() { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } });
        return (await scheduler.NextAsync(EventType.Offers))!.Offers.Offers_.Single();
    }

    private async Task<JsonNode> ExplainAsync(string query) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri(master.Uri, $"/allocator/explain?{query}")))!;

    private async Task RefusesAsync(HttpStatusCode status, string query, string what)
    {
        using var answer = await http.GetAsync(new Uri(master.Uri, $"/allocator/explain?{query}"));
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(what, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
