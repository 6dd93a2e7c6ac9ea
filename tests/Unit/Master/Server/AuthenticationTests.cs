using System.Net;
using System.Net.Http.Headers;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging.Abstractions;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;
using Credential = Kernel.Model.Credential;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>Who may call a whole master over real sockets, and as whom.</summary>
public sealed class AuthenticationTests : IAsyncLifetime
{
    private const string Credentials =
        """{"credentials":[{"principal":"ops","secret":"s3"},{"principal":"marathon","secret":"x"}]}""";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly InMemoryStore store = new();
    private MasterServer? master;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        http.Dispose();
        await (master?.DisposeAsync() ?? default);
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData("/state", null, 401, "Basic realm=\"mesos-master-readonly\"")]
    [InlineData("/state", "ops:wrong", 401, "Basic realm=\"mesos-master-readonly\"")]
    [InlineData("/STATE", null, 401, "Basic realm=\"mesos-master-readonly\"")]
    [InlineData("/%73tate/", null, 401, "Basic realm=\"mesos-master-readonly\"")]
    [InlineData("/master/state.json", null, 401, "Basic realm=\"mesos-master-readonly\"")]
    [InlineData("/state", "ops:s3", 200, null)]
    [InlineData("/weights", null, 401, "Basic realm=\"mesos-master-readwrite\"")]
    [InlineData("/weights", "marathon:x", 200, null)]
    [InlineData("/api/v1/scheduler", null, 401, "Basic realm=\"mesos-master-scheduler\"")]
    [InlineData("/api/v1/scheduler", "ops:s3", 405, null)]
    [InlineData("/health", null, 200, null)]
    [InlineData("/version", "ops:wrong", 200, null)]
    [InlineData("/redirect", null, 307, null)]
    [InlineData("/nowhere", null, 404, null)]
    public async Task Only_who_has_proved_who_it_is_is_served(string path, string? pair, int status, string? challenge)
    {
        await StartAsync(Locked);
        using var answer = await GetAsync(path, pair);
        Assert.Equal(
            (status, challenge), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.SingleOrDefault()?.ToString()));
    }

    [Fact]
    public async Task A_realm_that_demands_nothing_looks_at_nobody()
    {
        await StartAsync(static options => options with { Credentials = Credentials, AuthenticateHttpReadwrite = true });
        using var answer = await GetAsync("/state", "ops:wrong");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_framework_gets_the_principal_that_it_has_proved()
    {
        await StartAsync(Locked);
        using var scheduler = Scheduler("marathon:x");
        await scheduler.SubscribeAsync(Subscribe(null));
        Assert.NotNull(await scheduler.NextAsync(EventType.Subscribed));
        using var state = await GetAsync("/frameworks", "ops:s3");
        Assert.Contains("\"principal\":\"marathon\"", await state.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_framework_cannot_say_that_it_is_another()
    {
        await StartAsync(Locked);
        using var scheduler = Scheduler("marathon:x");
        var (status, body) = await scheduler.CallAsync(Subscribe("ops"));
        Assert.Equal(400, status);
        Assert.EndsWith("Authenticated principal 'marathon' does not match principal 'ops' set in `FrameworkInfo`", body);
    }

    [Fact]
    public async Task Nobody_else_calls_for_a_framework()
    {
        await StartAsync(Locked);
        using var scheduler = Scheduler("marathon:x");
        await scheduler.SubscribeAsync(Subscribe("marathon"));
        var framework = (await scheduler.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        using var other = Scheduler("ops:s3");
        var (status, body) = await other.CallAsync(new() { Type = Call.Types.Type.Teardown, FrameworkId = framework });
        Assert.Equal(
            (400, "Authenticated principal 'ops' does not match principal 'marathon' set in `FrameworkInfo`"), (status, body));
    }

    [Fact]
    public async Task Who_reserves_must_be_who_the_reservation_names()
    {
        await StartAsync(Locked);
        await using var agent = await FakeAgent.RegisterAsync(master!.Uri, ServerProcess.FreePort());
        Assert.Equal(HttpStatusCode.BadRequest, await ReserveAsync(agent, "marathon"));
        Assert.Equal(HttpStatusCode.Accepted, await ReserveAsync(agent, "ops"));
    }

    [Fact]
    public async Task Secrets_are_not_shown_with_the_flags()
    {
        await StartAsync(static options => options with { Credentials = Credentials });
        using var answer = await GetAsync("/flags", null);
        Assert.DoesNotContain("s3", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_cannot_be_demanded_is_refused_at_the_start()
    {
        Assert.Contains("No credentials provided", await RefusalAsync(new() { AuthenticateHttpReadonly = true }));
        Assert.Contains("No credentials provided", await RefusalAsync(new() { AuthenticateHttpReadwrite = true }));
        Assert.Contains("http_framework_authenticators", await RefusalAsync(
            new() { AuthenticateHttpFrameworks = true, Credentials = Credentials }));
        Assert.Contains("kerberos", await RefusalAsync(
            new() { AuthenticateHttpReadonly = true, Credentials = Credentials, HttpAuthenticators = ["kerberos"] }));
    }

    private static MasterOptions Locked(MasterOptions options) => options with
    {
        Credentials = Credentials,
        AuthenticateHttpReadonly = true,
        AuthenticateHttpReadwrite = true,
        AuthenticateHttpFrameworks = true,
        HttpFrameworkAuthenticators = ["basic"],
    };

    private async Task StartAsync(Func<MasterOptions, MasterOptions> with)
    {
        master = await MasterServer.StartAsync(
            with(new() { Ip = "127.0.0.1", Port = ServerProcess.FreePort() }), store, TimeProvider.System, NullLoggerFactory.Instance);
        await master.Leads;
    }

    private async Task<string> RefusalAsync(MasterOptions options) => (await Assert.ThrowsAsync<FormatException>(
        () => MasterServer.StartAsync(options, store, TimeProvider.System, NullLoggerFactory.Instance))).Message;

    private async Task<HttpStatusCode> ReserveAsync(FakeAgent agent, string principal)
    {
        var resources = $$"""
            [{"name":"cpus","type":"SCALAR","scalar":{"value":1},
              "reservations":[{"type":"DYNAMIC","role":"ops","principal":"{{principal}}"}]}]
            """;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(master!.Uri, "/reserve"))
        {
            Content = new FormUrlEncodedContent([new("slaveId", agent.Id.Value), new("resources", resources)]),
        };
        request.Headers.Authorization = Basic("ops:s3");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? pair)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{master!.Uri.ToString().TrimEnd('/')}{path}");
        request.Headers.Authorization = pair is null ? null : Basic(pair);
        return await http.SendAsync(request);
    }

    private SchedulerConnection Scheduler(string pair) => new(master!.Uri, MessageFormat.Json, Basic(pair));

    private static AuthenticationHeaderValue Basic(string pair) => Credential.OfPair(pair).ToBasic();

    private static Call Subscribe(string? principal)
    {
        var info = new FrameworkInfo { User = "nobody", Name = "test", FailoverTimeout = 60 };
        if (principal is not null)
        {
            info.Principal = principal;
        }

        return new() { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } };
    }
}
