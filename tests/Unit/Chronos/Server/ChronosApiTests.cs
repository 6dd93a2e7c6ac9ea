using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kernel.Chronos.Server;
using Kernel.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Tests.Unit.Chronos.Server;

/// <summary>The REST API of a Chronos that has no master.</summary>
public sealed class ChronosApiTests : IAsyncLifetime
{
    private const string Job = """{"name":"job","command":"echo Hello","schedule":"R/2100-01-01T00:00:00Z/P1D"}""";

    private readonly InMemoryDatabase database = new();
    private readonly List<InMemoryStore> stores = [];
    private readonly HttpClient http = new();
    private ChronosServer chronos = null!;

    public async Task InitializeAsync()
    {
        chronos = await StartAsync(new());
        http.BaseAddress = chronos.Uri;
        await chronos.Leads;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await chronos.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/scheduler")]
    [InlineData("/scheduler")]
    public async Task A_posted_job_is_there_at_once_under_both_prefixes(string prefix)
    {
        await SendAsync(HttpMethod.Post, $"{prefix}/iso8601", Job, HttpStatusCode.NoContent);
        Assert.Equal("echo Hello", (string?)(await GetAsync($"{prefix}/job/job"))["command"]);
        Assert.Single((await GetAsync($"{prefix}/jobs")).AsArray());
        var summary = (await GetAsync($"{prefix}/jobs/summary"))["jobs"]![0]!;
        Assert.Equal(("fresh", "idle"), ((string?)summary["status"], (string?)summary["state"]));
    }

    [Theory]
    [InlineData("GET", "/v1/scheduler/job/nobody")]
    [InlineData("PUT", "/v1/scheduler/job/nobody")]
    [InlineData("DELETE", "/v1/scheduler/job/nobody")]
    [InlineData("GET", "/v1/scheduler/job/stat/nobody")]
    [InlineData("DELETE", "/v1/scheduler/task/kill/nobody")]
    public async Task A_job_that_is_not_there_is_a_bad_request(string method, string path)
    {
        var error = JsonNode.Parse(await SendAsync(new(method), path, null, HttpStatusCode.BadRequest))!;
        Assert.Equal(("Bad Request", "Job 'nobody' not found"), ((string?)error["status"], (string?)error["message"]));
    }

    [Theory]
    [InlineData("POST", "/v1/scheduler/iso8601", "{", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/scheduler/iso8601", "[]", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/scheduler/iso8601", """{"name":"a","schedule":"FOO/BAR/BAM"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/scheduler/iso8601", """{"name":"a","parents":["job"]}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/scheduler/dependency", """{"name":"a"}""", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/v1/scheduler/dependency", """{"name":"a","parents":["nobody"]}""", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/scheduler/iso8601", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/v1/scheduler/jobs", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v1/scheduler/jobs/search?limit=x", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/v1/scheduler/nothing", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "/nothing", null, HttpStatusCode.NotFound)]
    public async Task A_wrong_request_is_refused_with_a_status_and_a_message(string method, string path, string? body, HttpStatusCode status)
    {
        var error = JsonNode.Parse(await SendAsync(new(method), path, body, status))!;
        Assert.NotEqual("", (string?)error["message"]);
        Assert.Empty((await GetAsync("/v1/scheduler/jobs")).AsArray());
    }

    [Fact]
    public async Task A_body_that_does_not_say_it_is_JSON_is_refused_for_scheduled_jobs_only()
    {
        using var scheduled = await http.PostAsync("/v1/scheduler/iso8601", new StringContent(Job));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, scheduled.StatusCode);
        await SendAsync(HttpMethod.Post, "/v1/scheduler/iso8601", Job, HttpStatusCode.NoContent);
        using var dependent = await http.PostAsync("/v1/scheduler/dependency", new StringContent("""{"name":"child","parents":["job"]}"""));
        Assert.Equal(HttpStatusCode.NoContent, dependent.StatusCode);
    }

    [Fact]
    public async Task The_graph_is_shown_for_Graphviz_and_line_by_line()
    {
        await SendAsync(HttpMethod.Post, "/v1/scheduler/iso8601", Job, HttpStatusCode.NoContent);
        await SendAsync(HttpMethod.Post, "/v1/scheduler/dependency", """{"name":"child","parents":["job"]}""", HttpStatusCode.NoContent);
        await SendAsync(HttpMethod.Put, "/v1/scheduler/job/job", null, HttpStatusCode.NoContent);
        Assert.Equal("node,job,fresh,queued\nnode,child,fresh,idle\nlink,job,child\n", await http.GetStringAsync("/v1/scheduler/graph/csv"));
        Assert.Equal(
            "digraph G {\n  1 [ label=\"job\" ];\n  2 [ label=\"child\" ];\n  1 -> 2;\n}\n", await http.GetStringAsync("/v1/scheduler/graph/dot"));
    }

    [Theory]
    [InlineData("", "job,other")]
    [InlineData("?name=JO", "job")]
    [InlineData("?command=hello", "job")]
    [InlineData("?name=job&command=nothing", "")]
    [InlineData("?name=nothing&any=other", "other")]
    [InlineData("?any=hello", "job")]
    [InlineData("?limit=1", "job")]
    [InlineData("?offset=1", "other")]
    public async Task Jobs_are_searched_by_name_command_or_either(string query, string found)
    {
        await SendAsync(HttpMethod.Post, "/v1/scheduler/iso8601", Job, HttpStatusCode.NoContent);
        await SendAsync(
            HttpMethod.Post, "/v1/scheduler/iso8601", """{"name":"other","command":"x","schedule":"R/2100-01-01T00:00:00Z/P1D"}""", HttpStatusCode.NoContent);
        var jobs = (await GetAsync($"/v1/scheduler/jobs/search{query}")).AsArray();
        Assert.Equal(found, string.Join(',', jobs.Select(static job => (string?)job!["name"])));
    }

    [Fact]
    public async Task A_declared_success_says_so_in_a_sentence()
    {
        await SendAsync(HttpMethod.Post, "/v1/scheduler/iso8601", Job, HttpStatusCode.NoContent);
        Assert.Equal("marked job job as successful: true", await SendAsync(HttpMethod.Put, "/v1/scheduler/job/success/job", null, HttpStatusCode.OK));
        Assert.Equal("marked job x as successful: false", await SendAsync(HttpMethod.Put, "/v1/scheduler/job/success/x", null, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Ping_leader_metrics_and_other_origins_are_answered()
    {
        Assert.Equal("pong\n", await http.GetStringAsync("/ping"));
        Assert.EndsWith($":{chronos.Uri.Port}", (string?)(await GetAsync("/v1/scheduler/leader"))["leader"]);
        Assert.Equal((string?)(await GetAsync("/leader"))["leader"], (string?)(await GetAsync("/v1/scheduler/leader"))["leader"]);
        Assert.Equal(0, (int)(await GetAsync("/metrics"))["gauges"]!["queueSize"]!["value"]!);
        Assert.Empty((await GetAsync("/v1/scheduler/stats/99thPercentile")).AsArray());
        using var response = await http.GetAsync("/ping");
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task One_that_does_not_lead_passes_requests_on_and_takes_over_what_was_stored()
    {
        await SendAsync(HttpMethod.Post, "/v1/scheduler/iso8601", Job, HttpStatusCode.NoContent);
        await using var standby = await StartAsync(new());
        using var other = new HttpClient { BaseAddress = standby.Uri };
        Assert.Contains("echo Hello", await other.GetStringAsync("/v1/scheduler/job/job"));
        using var refused = await other.GetAsync("/v1/scheduler/job/nobody");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("not found", await refused.Content.ReadAsStringAsync());
        await chronos.StopAsync();
        await stores[0].DisposeAsync();
        await standby.Leads.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("echo Hello", await other.GetStringAsync("/v1/scheduler/job/job"));
    }

    [Fact]
    public async Task Credentials_are_demanded_where_there_are_some()
    {
        await using var closed = await StartAsync(new() { HttpCredentials = "me:secret" }, new());
        await closed.Leads;
        using var stranger = new HttpClient { BaseAddress = closed.Uri };
        using var refused = await stranger.GetAsync("/ping");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        stranger.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("me:secret")));
        Assert.Equal("pong\n", await stranger.GetStringAsync("/ping"));
    }

    private Task<ChronosServer> StartAsync(ChronosOptions options, InMemoryDatabase? own = null)
    {
        stores.Add(new(own ?? database));
        return ChronosServer.StartAsync(
            options with { Master = "127.0.0.1:1", HttpAddress = "127.0.0.1", HttpPort = 0, Hostname = "127.0.0.1" },
            stores[^1],
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await http.GetStringAsync(path))!;

    private async Task<string> SendAsync(HttpMethod method, string path, string? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
