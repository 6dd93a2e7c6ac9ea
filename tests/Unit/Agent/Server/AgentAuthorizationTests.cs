using System.Text;
using System.Text.Json;
using Kernel.Agent.Server;
using Kernel.Messages.Host;
using Kernel.Runtime.Authentication;
using Mesos.Internal;
using Credential = Kernel.Model.Credential;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>What callers of a whole agent may see and do, over real sockets. Bob may do to ann's what nobody has to be allowed.</summary>
public sealed class AgentAuthorizationTests : IAsyncLifetime
{
    private static readonly string[] ToUsers =
    [
        "access_sandboxes", "view_frameworks", "view_executors", "view_tasks", "view_containers", "kill_nested_containers",
        "wait_nested_containers", "remove_nested_containers", "attach_containers_output", "attach_containers_input",
        "launch_nested_containers_as_user", "launch_nested_containers_under_parent_with_user",
        "launch_nested_container_sessions_as_user", "launch_nested_container_sessions_under_parent_with_user",
    ];

    private readonly HttpClient http = new();
    private AgentRig rig = null!;
    private string container = null!;

    /// <summary>Ops may do everything; bob to users' things only to those of bob, and nothing that has no user.</summary>
    private static string Acls => JsonSerializer.Serialize(
        ToUsers.Select(static list => (List: list, Field: "users", Bobs: (object)new { values = (string[])["bob"] }))
            .Append((List: "view_flags", Field: "flags", Bobs: new { type = "NONE" }))
            .Append((List: "set_log_level", Field: "level", Bobs: new { type = "NONE" }))
            .Append((List: "prune_images", Field: "images", Bobs: new { type = "NONE" }))
            .Append((List: "access_mesos_logs", Field: "logs", Bobs: new { type = "NONE" }))
            .Append((List: "get_endpoints", Field: "paths", Bobs: new { values = (string[])["/metrics/snapshot"] }))
            .Append((List: "run_tasks", Field: "users", Bobs: new { values = (string[])["bob"] }))
            .ToDictionary(static one => one.List, static one => (object[])
            [
                new Dictionary<string, object> { ["principals"] = new { values = (string[])["ops"] }, [one.Field] = new { type = "ANY" } },
                new Dictionary<string, object> { ["principals"] = new { values = (string[])["bob"] }, [one.Field] = one.Bobs },
                new Dictionary<string, object> { ["principals"] = new { type = "NONE" }, [one.Field] = new { type = "ANY" } },
            ]));

    public async Task InitializeAsync()
    {
        rig = await AgentRig.StartAsync(Guarded);
        rig.Master.Send(Run("ops", "ann"));
        container = (await rig.Host.NextAsync(HostCall.CallOneofCase.LaunchExecutor)).LaunchExecutor.Plan.ContainerId;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData("flags", 403)]
    [InlineData("slave(1)/flags", 403)]
    [InlineData("containers", 403)]
    [InlineData("monitor/statistics.json", 403)]
    [InlineData("files/debug", 403)]
    [InlineData("logging/toggle", 403)]
    [InlineData("metrics/snapshot", 200)]
    [InlineData("files/browse?path=/frameworks/F/executors/e/runs/latest", 403)]
    [InlineData("files/read?path=/frameworks/F/executors/e/runs/latest/stdout", 403)]
    [InlineData("files/browse?path=/slave/log", 403)]
    public async Task What_ops_may_read_bob_may_not(string path, int bob)
    {
        Assert.Equal(200, await GetAsync(path, "ops"));
        Assert.Equal(bob, await GetAsync(path, "bob"));
    }

    [Theory]
    [InlineData("""{"type":"GET_FLAGS"}""", 200)]
    [InlineData("""{"type":"PRUNE_IMAGES"}""", 200)]
    [InlineData("""{"type":"SET_LOGGING_LEVEL","set_logging_level":{"level":1,"duration":{"nanoseconds":1000000000}}}""", 200)]
    [InlineData("""{"type":"LIST_FILES","list_files":{"path":"/slave/log"}}""", 200)]
    [InlineData("""{"type":"REMOVE_NESTED_CONTAINER","remove_nested_container":{"container_id":{"value":"$"}}}""", 400)]
    [InlineData("""{"type":"LAUNCH_NESTED_CONTAINER","launch_nested_container":{"container_id":{"value":"$"},"command":{"value":"x","user":"ann"}}}""", 400)]
    [InlineData("""{"type":"LAUNCH_NESTED_CONTAINER_SESSION","launch_nested_container_session":{"container_id":{"value":"$"}}}""", 400)]
    public async Task What_ops_may_call_bob_may_not(string call, int ops)
    {
        Assert.Equal(ops, await CallAsync(call, "ops"));
        Assert.Equal(403, await CallAsync(call, "bob"));
    }

    [Theory]
    [InlineData("KILL_NESTED_CONTAINER", "kill_nested_container")]
    [InlineData("WAIT_NESTED_CONTAINER", "wait_nested_container")]
    [InlineData("KILL_CONTAINER", "kill_container")]
    [InlineData("WAIT_CONTAINER", "wait_container")]
    [InlineData("ATTACH_CONTAINER_OUTPUT", "attach_container_output")]
    public async Task Containers_are_those_of_the_user_of_their_executor(string type, string member)
    {
        var call = """{"type":"TYPE","MEMBER":{"container_id":{"value":"c","parent":{"value":"$"}}}}"""
            .Replace("TYPE", type, StringComparison.Ordinal).Replace("MEMBER", member, StringComparison.Ordinal);
        Assert.Equal(403, await CallAsync(call, "bob"));
        Assert.Equal(404, await CallAsync(call.Replace("$", "another", StringComparison.Ordinal), "bob"));
    }

    [Fact]
    public async Task Nobody_may_write_to_a_container_that_is_not_for_them()
    {
        var record = """{"type":"ATTACH_CONTAINER_INPUT","attach_container_input":{"type":"CONTAINER_ID","container_id":{"value":"$"}}}"""
            .Replace("$", container, StringComparison.Ordinal);
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes($"{record.Length}\n{record}"));
        content.Headers.ContentType = new("application/recordio");
        content.Headers.Add("Message-Content-Type", "application/json");
        Assert.Equal(403, await SendAsync(HttpMethod.Post, "api/v1", content, "bob"));
    }

    [Fact]
    public async Task The_state_tells_everybody_of_what_they_may_see()
    {
        var ops = JsonDocument.Parse(await ReadAsync("state", "ops")).RootElement;
        Assert.Equal("e", ops.GetProperty("frameworks")[0].GetProperty("executors")[0].GetProperty("id").GetString());
        Assert.True(ops.TryGetProperty("flags", out _));
        var bob = JsonDocument.Parse(await ReadAsync("state", "bob")).RootElement;
        Assert.Equal(0, bob.GetProperty("frameworks").GetArrayLength());
        Assert.False(bob.TryGetProperty("flags", out _));
        Assert.Contains(container, await ReadCallAsync("GET_CONTAINERS", "ops"));
        Assert.DoesNotContain(container, await ReadCallAsync("GET_CONTAINERS", "bob"));
        Assert.DoesNotContain("\"e\"", await ReadCallAsync("GET_STATE", "bob"));
    }

    [Fact]
    public async Task The_agent_too_refuses_a_task_that_may_not_run_as_its_user()
    {
        rig.Master.Send(Run("bob", "ann", "e2"));
        var update = (await rig.Master.NextAsync<StatusUpdateMessage>()).Update.Status;
        Assert.Equal((V1.TaskState.TaskError, V1.TaskStatus.Types.Reason.TaskUnauthorized), (update.State, update.Reason));
        Assert.Equal(
            "Task 'e2' is not authorized to launch as user 'ann': Principal 'bob' is not authorized to perform RUN_TASK on 'ann'", update.Message);
    }

    private static RunTaskMessage Run(string principal, string user, string executor = "e") => new()
    {
        Framework = new()
        {
            User = Environment.UserName, Name = "f", Id = new() { Value = "F" }, Checkpoint = true, Principal = principal,
        },
        Task = new()
        {
            Name = executor,
            TaskId = new() { Value = executor },
            AgentId = new() { Value = "M-S0" },
            Executor = new() { ExecutorId = new() { Value = executor }, Command = new() { Value = "./e", User = user } },
        },
        LaunchExecutor = true,
    };

    private static AgentOptions Guarded(AgentOptions options, string directory)
    {
        var log = Path.Combine(directory, "log");
        File.WriteAllText(log, "a line\n");
        return options with
        {
            SwitchUser = false,
            ExternalLogFile = log,
            AuthenticateHttpReadonly = true,
            AuthenticateHttpReadwrite = true,
            HttpCredentials = """{"credentials":[{"principal":"ops","secret":"s"},{"principal":"bob","secret":"s"}]}""",
            Acls = Acls,
        };
    }

    private Task<int> GetAsync(string path, string who) => SendAsync(HttpMethod.Get, path, null, who);

    private Task<int> CallAsync(string call, string who) => SendAsync(HttpMethod.Post, "api/v1", Json(call), who);

    private Task<string> ReadAsync(string path, string who) => ReadAsync(HttpMethod.Get, path, null, who);

    private Task<string> ReadCallAsync(string type, string who) =>
        ReadAsync(HttpMethod.Post, "api/v1", Json($$"""{"type":"{{type}}"}"""), who);

    private StringContent Json(string call) =>
        new(call.Replace("$", container, StringComparison.Ordinal), Encoding.UTF8, "application/json");

    private async Task<int> SendAsync(HttpMethod method, string path, HttpContent? content, string who)
    {
        using var answer = await AnswerAsync(method, path, content, who);
        return (int)answer.StatusCode;
    }

    private async Task<string> ReadAsync(HttpMethod method, string path, HttpContent? content, string who)
    {
        using var answer = await AnswerAsync(method, path, content, who);
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, HttpContent? content, string who)
    {
        var request = new HttpRequestMessage(method, new Uri(rig.Uri, path)) { Content = content };
        request.Headers.Authorization = new Credential(who, "s").ToBasic();
        return http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
