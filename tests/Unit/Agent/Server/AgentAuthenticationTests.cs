using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Kernel.Agent.Server;
using Kernel.Messages.Host;
using Kernel.Model;
using Kernel.Runtime.Authentication;
using Kernel.Store;
using Mesos.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>Who may call a whole agent over real sockets.</summary>
public sealed class AgentAuthenticationTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private AgentRig rig = null!;

    public async Task InitializeAsync() => rig = await AgentRig.StartAsync(Locked);

    public async Task DisposeAsync()
    {
        http.Dispose();
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData("state", "Basic realm=\"mesos-agent-readonly\",Bearer realm=\"mesos-agent-readonly\"")]
    [InlineData("slave(1)/state.json", "Basic realm=\"mesos-agent-readonly\",Bearer realm=\"mesos-agent-readonly\"")]
    [InlineData("api/v1", "Basic realm=\"mesos-agent-readwrite\",Bearer realm=\"mesos-agent-readwrite\"")]
    [InlineData("slave%281%29/api/v1/executor", "Bearer realm=\"mesos-agent-executor\"")]
    [InlineData("health", null)]
    [InlineData("slave(1)/version", null)]
    public async Task Who_proves_nothing_is_asked_to(string path, string? challenge)
    {
        using var answer = await http.GetAsync(new Uri(rig.Uri, path));
        Assert.Equal(challenge is null ? 200 : 401, (int)answer.StatusCode);
        Assert.Equal(
            challenge, answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var shown) ? shown.ToString() : null);
    }

    [Fact]
    public async Task Operators_are_known_by_their_credentials()
    {
        Assert.Equal(HttpStatusCode.OK, await GetAsync("state", new Credential("ops", "s3").ToBasic()));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync("state", new Credential("ops", "s4").ToBasic()));
    }

    [Fact]
    public async Task An_executor_is_known_by_the_token_in_its_environment()
    {
        var (_, token) = await LaunchAsync("e");
        Assert.Equal(HttpStatusCode.OK, await SubscribeAsync("e", token));
    }

    [Fact]
    public async Task An_executor_is_not_taken_for_another()
    {
        var (_, token) = await LaunchAsync("e");
        await LaunchAsync("other");
        Assert.Equal(HttpStatusCode.Forbidden, await SubscribeAsync("other", token));
        Assert.Equal(HttpStatusCode.Unauthorized, await SubscribeAsync("e", token[..^4] + "AAAA"));
    }

    [Fact]
    public async Task The_token_of_an_earlier_run_is_good_for_nothing()
    {
        var (container, _) = await LaunchAsync("e");
        var claims = new Dictionary<string, string> { ["fid"] = "F", ["eid"] = "e", ["cid"] = container + "-before" };
        Assert.Equal(
            HttpStatusCode.Forbidden, await SubscribeAsync("e", new Tokens("a key"u8.ToArray(), TimeProvider.System).Make(claims)));
    }

    [Fact]
    public async Task An_executor_reaches_no_containers_but_those_below_its_own()
    {
        var (_, token) = await LaunchAsync("e");
        var (foreign, _) = await LaunchAsync("other");
        var kill = $$"""
            {"type": "KILL_NESTED_CONTAINER", "kill_nested_container": { "container_id": { "value": "c", "parent": { "value": "{{foreign}}" } } } }
            """;
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("api/v1", kill, token));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("api/v1", """{"type":"GET_STATE"}""", token));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync("state", new("Bearer", token)));
    }

    [Fact]
    public async Task Command_tasks_are_told_no_token()
    {
        rig.Master.Send(Run(new() { Name = "t", TaskId = Id("t"), AgentId = Agent, Command = new() { Value = "true" } }));
        var launch = (await rig.Host.NextAsync(HostCall.CallOneofCase.LaunchCommand)).LaunchCommand;
        Assert.DoesNotContain(launch.Plan.Environment, static variable => variable.Name == "MESOS_EXECUTOR_AUTHENTICATION_TOKEN");
    }

    [Fact]
    public async Task What_cannot_be_demanded_is_refused_at_the_start()
    {
        Assert.Contains("jwt_secret_key", await RefusalAsync(new() { AuthenticateHttpExecutors = true }));
        Assert.Contains("No credentials provided", await RefusalAsync(new() { AuthenticateHttpReadonly = true }));
        Assert.Contains("http_credentials", await RefusalAsync(
            new() { AuthenticateHttpReadwrite = true, HttpCredentials = "/does/not/exist" }));
    }

    private static V1.AgentID Agent => new() { Value = "M-S0" };

    private static V1.TaskID Id(string id) => new() { Value = id };

    private static AgentOptions Locked(AgentOptions options, string directory)
    {
        var key = Path.Combine(directory, "key");
        File.WriteAllText(key, "a key");
        return options with
        {
            AuthenticateHttpReadonly = true,
            AuthenticateHttpReadwrite = true,
            AuthenticateHttpExecutors = true,
            HttpCredentials = """{"credentials":[{"principal":"ops","secret":"s3"}]}""",
            JwtSecretKey = key,
        };
    }

    private async Task<string> RefusalAsync(AgentOptions options) => (await Assert.ThrowsAsync<FormatException>(() => AgentServer.StartAsync(
        options with { WorkDir = Path.Combine(rig.Directory, "none") },
        new InMemoryStore(),
        TimeProvider.System,
        NullLoggerFactory.Instance,
        default))).Message;

    private static RunTaskMessage Run(V1.TaskInfo task) => new()
    {
        Framework = new() { User = Environment.UserName, Name = "f", Id = new() { Value = "F" }, Checkpoint = true },
        Task = task,
        LaunchExecutor = true,
    };

    private async Task<(string Container, string Token)> LaunchAsync(string executor)
    {
        rig.Master.Send(Run(new()
        {
            Name = executor,
            TaskId = Id(executor),
            AgentId = Agent,
            Executor = new() { ExecutorId = new() { Value = executor }, Command = new() { Value = "./e" } },
        }));
        var plan = (await rig.Host.NextAsync(HostCall.CallOneofCase.LaunchExecutor)).LaunchExecutor.Plan;
        return (plan.ContainerId, plan.Environment.Single(static one => one.Name == "MESOS_EXECUTOR_AUTHENTICATION_TOKEN").Value);
    }

    private Task<HttpStatusCode> SubscribeAsync(string executor, string token) => PostAsync(
        "slave(1)/api/v1/executor",
        $$$"""{"type":"SUBSCRIBE","framework_id":{"value":"F"},"executor_id":{"value":"{{{executor}}}"},"subscribe":{}}""",
        token);

    private async Task<HttpStatusCode> PostAsync(string path, string json, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(rig.Uri, path))
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> GetAsync(string path, AuthenticationHeaderValue authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(rig.Uri, path));
        request.Headers.Authorization = authorization;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
