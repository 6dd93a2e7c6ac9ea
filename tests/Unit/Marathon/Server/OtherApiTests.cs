using System.Net;
using Kernel.Store;

namespace Kernel.Tests.Unit.Marathon.Server;

public sealed class OtherApiTests
{
    [Fact]
    public async Task Groups_are_created_read_scaled_and_deleted()
    {
        await using var rig = await ApiRig.StartAsync();
        const string group = """
            {"id":"/shop","apps":[{"id":"web","cmd":"x","instances":2,"dependencies":["db"]}],"groups":[{"id":"sub","apps":[{"id":"a","cmd":"y"}]}]}
            """;
        var (dry, plan, _) = await rig.SendAsync("PUT", "/v2/groups?dryRun=true", group);
        Assert.Equal(HttpStatusCode.OK, dry);
        Assert.Equal("StartApplication", (string?)plan!["steps"]![0]!["actions"]![0]!["action"]);
        Assert.Equal(HttpStatusCode.NotFound, (await rig.SendAsync("GET", "/v2/groups/shop")).Status);

        Assert.Equal(HttpStatusCode.Created, (await rig.SendAsync("POST", "/v2/groups", group)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await rig.SendAsync("POST", "/v2/groups", group)).Status);
        await rig.DeployedAsync();
        var (_, shop, _) = await rig.SendAsync("GET", "/v2/groups/shop");
        Assert.Equal("/shop/sub/a", (string?)shop!["groups"]![0]!["apps"]![0]!["id"]);
        Assert.Equal("/shop/db", (string?)shop["apps"]![0]!["dependencies"]![0]);

        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("PUT", "/v2/groups/shop", """{"scaleBy":1.5}""")).Status);
        await rig.DeployedAsync();
        Assert.Equal(3, (int)(await rig.SendAsync("GET", "/v2/apps/shop/web")).Body!["app"]!["instances"]!);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("DELETE", "/v2/groups/shop")).Status);
        await rig.DeployedAsync();
        Assert.Empty((await rig.SendAsync("GET", "/v2/apps")).Body!["apps"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await rig.SendAsync("DELETE", "/v2/groups/shop")).Status);
    }

    [Fact]
    public async Task A_listener_hears_what_happens()
    {
        await using var rig = await ApiRig.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(
            rig.Server.Uri, "/v2/events?event_type=deployment_success&event_type=event_stream_attached"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await rig.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("event: event_stream_attached", await reader.ReadLineAsync());
        Assert.StartsWith("data: {", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());

        await rig.SendAsync("POST", "/v2/apps", """{"id":"/a","cmd":"x"}""");
        Assert.Equal("event: deployment_success", await reader.ReadLineAsync());
        Assert.Contains("\"steps\":[{\"actions\":[{\"action\":\"StartApplication\",\"app\":\"/a\"}]}",
            await reader.ReadLineAsync());
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await rig.SendAsync("GET", "/v2/events")).Status);
    }

    [Fact]
    public async Task The_queue_tells_what_waits_and_why()
    {
        await using var rig = await ApiRig.StartAsync();
        await rig.SendAsync(
            "POST", "/v2/apps", """{"id":"/big","cmd":"x","cpus":1000,"constraints":[["hostname","UNIQUE"]]}""");
        var queue = await rig.SeesAsync(
            "/v2/queue?embed=lastUnusedOffers",
            static queue => queue["queue"]!.AsArray() is [{ } entry]
                && (int)entry["processedOffersSummary"]!["processedOffersCount"]! > 0);
        var entry = queue["queue"]![0]!;
        Assert.Equal(1, (int)entry["count"]!);
        Assert.True((bool)entry["delay"]!["overdue"]!);
        Assert.Equal("/big", (string?)entry["app"]!["id"]);
        Assert.Equal("InsufficientCpus", (string?)entry["lastUnusedOffers"]![0]!["reason"]![0]);
        var reasons = entry["processedOffersSummary"]!["rejectSummaryLastOffers"]!.AsArray();
        Assert.Equal(
            1, (int)reasons.Single(static reason => (string?)reason!["reason"] == "InsufficientCpus")!["declined"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await rig.SendAsync("DELETE", "/v2/queue/big/delay")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await rig.SendAsync("DELETE", "/v2/queue/other/delay")).Status);
    }

    [Fact]
    public async Task A_deployment_is_shown_rolled_back_and_let_go()
    {
        await using var rig = await ApiRig.StartAsync();
        rig.Master.HoldsTasks = true;
        await rig.SendAsync("POST", "/v2/apps", """{"id":"/a","cmd":"x"}""");
        var deployment = (await rig.SendAsync("GET", "/v2/deployments")).Body![0]!;
        Assert.Equal(["/a"], deployment["affectedApps"]!.AsArray().Select(static id => (string?)id));
        Assert.Equal(2, (int)deployment["totalSteps"]!);
        Assert.Equal(2, (int)deployment["currentStep"]!);
        Assert.Equal("ScaleApplication", (string?)deployment["currentActions"]![0]!["action"]);

        var (_, back, _) = await rig.SendAsync("DELETE", $"/v2/deployments/{deployment["id"]}");
        Assert.NotEqual((string?)deployment["id"], (string?)back!["deploymentId"]);
        await rig.DeployedAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await rig.SendAsync("GET", "/v2/apps/a")).Status);

        await rig.SendAsync("POST", "/v2/apps", """{"id":"/b","cmd":"x"}""");
        var next = (await rig.SendAsync("GET", "/v2/deployments")).Body![0]!;
        Assert.Equal(HttpStatusCode.Accepted,
            (await rig.SendAsync("DELETE", $"/v2/deployments/{next["id"]}?force=true")).Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await rig.SendAsync("DELETE", $"/v2/deployments/{next["id"]}?force=true")).Status);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/v2/apps/b")).Status);
    }

    [Fact]
    public async Task A_follower_passes_requests_on_and_sends_listeners_to_the_leader()
    {
        var database = new InMemoryDatabase();
        await using var leader = await ApiRig.StartAsync(store: new InMemoryStore(database));
        await using var master = await FakeMaster.StartAsync();
        await using var follower = await Kernel.Marathon.Server.MarathonServer.StartAsync(
            new() { Master = $"127.0.0.1:{master.Port}", HttpAddress = "127.0.0.1", HttpPort = 0,
                Hostname = "127.0.0.1" },
            new InMemoryStore(database),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var posted = await leader.Http.PostAsync(
            new Uri(follower.Uri, "/v2/apps"), new StringContent(
                """{"id":"/a","cmd":"x"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal($"1.1 127.0.0.1:{follower.Uri.Port}", posted.Headers.GetValues("X-Marathon-Via").Single());
        Assert.Equal(HttpStatusCode.OK, (await leader.SendAsync("GET", "/v2/apps/a")).Status);
        var events = await leader.Http.GetAsync(new Uri(follower.Uri, "/v2/events"));
        Assert.Equal(HttpStatusCode.Redirect, events.StatusCode);
        Assert.Equal(leader.Server.Uri.Port, events.Headers.Location!.Port);
    }

    [Fact]
    public async Task Whoever_leads_next_has_all_that_was_acknowledged()
    {
        var database = new InMemoryDatabase();
        await using (var store = new InMemoryStore(database))
        await using (var first = await ApiRig.StartAsync(store: store))
        {
            await first.SendAsync("POST", "/v2/apps", """{"id":"/a/b","cmd":"x","instances":3}""");
            await first.DeployedAsync();
        }

        await using var second = await ApiRig.StartAsync(store: new InMemoryStore(database));
        var app = (await second.SendAsync("GET", "/v2/apps/a/b")).Body!["app"]!;
        Assert.Equal(3, (int)app["tasksRunning"]!);
        Assert.Equal("framework", (string?)(await second.SendAsync("GET", "/v2/info")).Body!["frameworkId"]);
    }

    [Fact]
    public async Task Credentials_are_demanded_if_they_are_set()
    {
        await using var rig = await ApiRig.StartAsync(
            static options => options with { HttpCredentials = "user:secret" });
        var (status, _, answer) = await rig.SendAsync("GET", "/ping");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
        rig.Http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("user:secret"u8));
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/ping")).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_harms_nobody()
    {
        await using var rig = await ApiRig.StartAsync(static options => options with { HttpMaxBodyBytes = 10_000 });
        var body = $$"""{"id":"/a","cmd":"{{new string('x', 20_000)}}"}""";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await rig.SendAsync("POST", "/v2/apps", body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/ping")).Status);
    }
}
