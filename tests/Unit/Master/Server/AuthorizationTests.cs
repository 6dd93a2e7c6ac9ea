using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Mesos.V1;
using Mesos.V1.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Credential = Kernel.Model.Credential;
using EventType = Mesos.V1.Master.Event.Types.Type;
using Scheduler = Mesos.V1.Scheduler;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What callers of a whole master may see and do, over real sockets.</summary>
public sealed class AuthorizationTests : IAsyncLifetime
{
    private const string Credentials =
        """{"credentials":[{"principal":"ops","secret":"s3"},{"principal":"bob","secret":"x"}]}""";

    private const string Acls =
        """
        {
          "view_frameworks": [
            {"principals": {"values": ["ops"]}, "users": {"type": "ANY"}},
            {"principals": {"values": ["bob"]}, "users": {"values": ["bob"]}},
            {"principals": {"type": "NONE"}, "users": {"type": "ANY"}}
          ],
          "register_frameworks": [{"principals": {"type": "NONE"}, "roles": {"values": ["secret"]}}],
          "view_flags": [{"principals": {"values": ["ops"]}, "flags": {"type": "ANY"}}, {"principals": {"type": "NONE"}, "flags": {"type": "ANY"}}],
          "update_weights": [{"principals": {"values": ["bob"]}, "roles": {"type": "NONE"}}],
          "set_log_level": [{"principals": {"values": ["bob"]}, "level": {"type": "NONE"}}],
          "access_mesos_logs": [{"principals": {"values": ["bob"]}, "logs": {"type": "NONE"}}],
          "get_endpoints": [{"principals": {"values": ["bob"]}, "paths": {"values": ["/metrics/snapshot"]}}, {"principals": {"values": ["bob"]}, "paths": {"type": "NONE"}}]
        }
        """;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly InMemoryStore store = new();
    private MasterServer master = null!;

    public async Task InitializeAsync()
    {
        var options = new MasterOptions
        {
            Ip = "127.0.0.1",
            Port = ServerProcess.FreePort(),
            Credentials = Credentials,
            AuthenticateHttpReadonly = true,
            AuthenticateHttpReadwrite = true,
            Acls = Acls,
        };
        master = await MasterServer.StartAsync(options, store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await master.DisposeAsync();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/flags", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/master/flags.json", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/logging/toggle", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/files/debug", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/files/read?path=/master/log", HttpStatusCode.NotFound, HttpStatusCode.Forbidden)]
    [InlineData("GET", "/metrics/snapshot", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("PUT", "/weights", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    public async Task What_one_may_do_another_is_forbidden(string method, string path, HttpStatusCode ops, HttpStatusCode bob)
    {
        var body = method == "PUT" ? """[{"role":"web","weight":2}]""" : null;
        Assert.Equal(ops, await AskAsync(method, path, body, "ops:s3"));
        Assert.Equal(bob, await AskAsync(method, path, body, "bob:x"));
    }

    [Theory]
    [InlineData("""{"type":"GET_FLAGS"}""")]
    [InlineData("""{"type":"SET_LOGGING_LEVEL","set_logging_level":{"level":1,"duration":{"nanoseconds":1000000000}}}""")]
    [InlineData("""{"type":"UPDATE_WEIGHTS","update_weights":{"weight_infos":[{"role":"web","weight":2}]}}""")]
    public async Task So_are_calls_of_the_operator_api(string call)
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync("POST", "/api/v1", call, "ops:s3"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("POST", "/api/v1", call, "bob:x"));
    }

    [Fact]
    public async Task The_state_tells_everybody_of_what_they_may_see()
    {
        using var anns = await SubscribeAsync("ann");
        using var bobs = await SubscribeAsync("bob");
        Assert.Equal(["ann", "bob"], await UsersInStateAsync("ops:s3"));
        Assert.Equal(["bob"], await UsersInStateAsync("bob:x"));
        Assert.Equal(["ann", "bob"], await UsersInStateAsync("ops:s3"));
    }

    [Fact]
    public async Task The_allocator_explains_only_the_frameworks_that_one_may_see()
    {
        using var anns = await SubscribeAsync("ann");
        using var told = await SendAsync("GET", "/frameworks", null, "ops:s3");
        var id = (await told.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("frameworks")[0].GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.OK, await AskAsync("GET", $"/allocator/explain?framework={id}", null, "ops:s3"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("GET", $"/allocator/explain?framework={id}", null, "bob:x"));
    }

    [Theory]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Protobuf)]
    public async Task So_do_the_answers_and_the_events_of_the_operator_api(MessageFormat format)
    {
        using var watching = new OperatorConnection(master.Uri, format, Credential.OfPair("bob:x").ToBasic());
        await watching.SubscribeAsync();
        Assert.Equal(EventType.Subscribed, (await watching.NextAsync()).Type);
        using var anns = await SubscribeAsync("ann");
        using var bobs = await SubscribeAsync("bob");

        var added = await watching.NextAsync();
        Assert.Equal((EventType.FrameworkAdded, "bob"), (added.Type, added.FrameworkAdded.Framework.FrameworkInfo.User));
        var state = await watching.CallAsync(new() { Type = Call.Types.Type.GetState });
        Assert.Equal("bob", state.GetState.GetFrameworks.Frameworks.Single().FrameworkInfo.User);
    }

    [Fact]
    public async Task Of_a_framework_that_may_not_be_seen_nothing_is_explained()
    {
        using var anns = await SubscribeAsync("ann");
        using var answer = await SendAsync("GET", "/frameworks", null, "ops:s3");
        var frameworks = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/allocator/explain?framework={frameworks.GetProperty("frameworks")[0].GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.OK, await AskAsync("GET", path, null, "ops:s3"));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync("GET", path, null, "bob:x"));
    }

    [Fact]
    public async Task A_framework_is_told_that_it_may_not_use_a_role()
    {
        using var scheduler = await SubscribeAsync("ann", "secret");
        var error = await scheduler.NextAsync(Scheduler.Event.Types.Type.Error);
        Assert.StartsWith("Not authorized to use roles '{ secret }'", error!.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acls_that_are_not_understood_are_refused_at_the_start()
    {
        var refused = await Assert.ThrowsAsync<FormatException>(() => MasterServer.StartAsync(
            new() { Acls = """{"run_task": []}""" }, store, TimeProvider.System, NullLoggerFactory.Instance));
        Assert.Equal("Failed to load flag 'acls': There is no list of ACLs 'run_task'", refused.Message);
    }

    private async Task<IEnumerable<string>> UsersInStateAsync(string pair)
    {
        using var answer = await SendAsync("GET", "/state", null, pair);
        var state = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(pair == "ops:s3", state.TryGetProperty("flags", out _));
        return state.GetProperty("frameworks").EnumerateArray().Select(static framework => framework.GetProperty("user").GetString()!).Order();
    }

    private async Task<HttpStatusCode> AskAsync(string method, string path, string? body, string pair)
    {
        using var answer = await SendAsync(method, path, body, pair);
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body, string pair)
    {
        var request = new HttpRequestMessage(new(method), new Uri(master.Uri, path));
        request.Headers.Authorization = Credential.OfPair(pair).ToBasic();
        request.Content = body is null ? null : new StringContent(body, null, "application/json");
        return http.SendAsync(request);
    }

    private async Task<SchedulerConnection> SubscribeAsync(string user, string? role = null)
    {
        var scheduler = new SchedulerConnection(master.Uri, MessageFormat.Json);
        var info = new FrameworkInfo { User = user, Name = user };
        if (role is not null)
        {
            info.Role = role;
        }

        await scheduler.SubscribeAsync(new() { Type = Scheduler.Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } });
        if (role is null)
        {
            Assert.NotNull(await scheduler.NextAsync(Scheduler.Event.Types.Type.Subscribed));
        }

        return scheduler;
    }
}
