using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Kernel.Agent.Server;
using Kernel.Messages.Host;
using Kernel.Store;
using Mesos.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>A whole agent over real sockets, between a master and an executor host of the test's.</summary>
public sealed class AgentServerTests : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("agent").FullName;
    private readonly InMemoryStore store = new();
    private readonly HttpClient http = new();
    private FakeHost host = null!;
    private FakeMaster master = null!;
    private AgentServer agent = null!;

    private string Work => Path.Combine(directory, "work");

    public async Task InitializeAsync()
    {
        host = new(Work, Path.Combine(directory, "run"));
        master = await FakeMaster.StartAsync();
        agent = await StartAsync();
        await master.AdmitAsync();
    }

    public async Task DisposeAsync()
    {
        await agent.DisposeAsync();
        await master.DisposeAsync();
        host.Dispose();
        await store.DisposeAsync();
        http.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_command_task_goes_from_the_master_to_the_host_and_its_states_come_back()
    {
        var container = await LaunchAsync("t");
        var sandbox = Path.Combine(Work, "slaves/M-S0/frameworks/F/executors/t/runs", container);
        Assert.True(File.Exists(Path.Combine(sandbox, "stdout")));
        Assert.Equal(sandbox, new FileInfo(Path.Combine(Path.GetDirectoryName(sandbox)!, "latest")).LinkTarget);

        await SayAsync(container, "t", V1.TaskState.TaskRunning, 1);
        await host.NextAsync(HostCall.CallOneofCase.Acknowledge);
        var update = (await master.NextAsync<StatusUpdateMessage>()).Update;
        Assert.Equal(V1.TaskState.TaskRunning, update.Status.State);
        Assert.Equal("127.0.0.1", update.Status.ContainerStatus.NetworkInfos[0].IpAddresses[0].IpAddress);

        master.Send(new KillTaskMessage { FrameworkId = new() { Value = "F" }, TaskId = new() { Value = "t" } });
        Assert.Equal("t", (await host.NextAsync(HostCall.CallOneofCase.KillTask)).KillTask.TaskId);
    }

    [Fact]
    public async Task A_restarted_agent_finds_its_task_with_the_host_and_brings_it_to_the_master()
    {
        var container = await LaunchAsync("t");
        await SayAsync(container, "t", V1.TaskState.TaskRunning, 1);
        await master.NextAsync<StatusUpdateMessage>();
        await agent.DisposeAsync();
        host.Containers.Add(container);
        agent = await StartAsync();

        var message = await master.NextAsync<ReregisterSlaveMessage>();
        Assert.Equal("M-S0", message.Slave.Id.Value);
        Assert.Equal(V1.TaskState.TaskRunning, message.Tasks.Single().State);
        master.Send(new SlaveReregisteredMessage { SlaveId = new() { Value = "M-S0" } });
        Assert.Equal(V1.TaskState.TaskRunning, (await master.NextAsync<StatusUpdateMessage>()).Update.Status.State);
    }

    [Fact]
    public async Task Sandboxes_are_browsed_and_read_under_any_of_their_paths_and_nothing_else_is()
    {
        var container = await LaunchAsync("t");
        var sandbox = Path.Combine(Work, "slaves/M-S0/frameworks/F/executors/t/runs", container);
        await File.WriteAllTextAsync(Path.Combine(sandbox, "stdout"), "hello\n");
        File.CreateSymbolicLink(Path.Combine(sandbox, "escape"), "/etc");

        var listing = JsonDocument.Parse(await GetAsync("slave(1)/files/browse?path=/frameworks/F/executors/t/runs/latest")).RootElement;
        var names = listing.EnumerateArray().Select(static file => file.GetProperty("path").GetString()).ToArray();
        Assert.Contains("/frameworks/F/executors/t/runs/latest/stdout", names);
        Assert.Equal("{\"data\":\"ello\\n\",\"offset\":1}", await GetAsync($"files/read?path={sandbox}/stdout&offset=1"));
        Assert.Equal("{\"data\":\"\",\"offset\":6}", await GetAsync($"files/read?path={sandbox}/stdout"));
        Assert.Equal("hello\n", await GetAsync($"slave%281%29/files/download?path={sandbox}/stdout"));
        foreach (var path in (string[])[$"{sandbox}/escape/passwd", $"{sandbox}/../../../../../../../../../etc/passwd", "/etc/passwd", $"{Work}/slaves/M-S0/../.."])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(agent.Uri, $"files/read?path={path}&offset=0"))).StatusCode);
        }
    }

    [Fact]
    public async Task The_state_shows_the_agent_and_its_tasks()
    {
        await LaunchAsync("t");
        var state = JsonDocument.Parse(await GetAsync("state")).RootElement;
        Assert.Equal("M-S0", state.GetProperty("id").GetString());
        Assert.Equal($"slave(1)@127.0.0.1:{agent.Uri.Port}", state.GetProperty("pid").GetString());
        Assert.Equal(2, state.GetProperty("resources").GetProperty("cpus").GetDouble());
        Assert.Equal("[31000-31100]", state.GetProperty("resources").GetProperty("ports").GetString());
        var executor = state.GetProperty("frameworks")[0].GetProperty("executors")[0];
        Assert.StartsWith(Work, executor.GetProperty("directory").GetString(), StringComparison.Ordinal);
        Assert.Equal("TASK_STAGING", executor.GetProperty("tasks")[0].GetProperty("state").GetString());
        var metrics = JsonDocument.Parse(await GetAsync("metrics/snapshot")).RootElement;
        Assert.Equal(1, metrics.GetProperty("slave/registered").GetDouble());
        Assert.Equal(1, metrics.GetProperty("slave/tasks_staging").GetDouble());
        Assert.Contains("kernel_agent_registered 1", await GetAsync("metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_api_answers_in_the_format_that_is_accepted()
    {
        await LaunchAsync("t");
        using var json = new StringContent("{\"type\":\"GET_TASKS\"}", Encoding.UTF8, "application/json");
        var answer = await http.PostAsync(new Uri(agent.Uri, "slave(1)/api/v1"), json);
        var tasks = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("get_tasks");
        Assert.Equal("t", tasks.GetProperty("launched_tasks")[0].GetProperty("task_id").GetProperty("value").GetString());

        using var unknown = new StringContent("{\"type\":\"UNKNOWN\"}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.NotImplemented, (await http.PostAsync(new Uri(agent.Uri, "api/v1"), unknown)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.GetAsync(new Uri(agent.Uri, "api/v1"))).StatusCode);
    }

    [Fact]
    public async Task A_custom_executor_subscribes_gets_its_task_and_reports()
    {
        var task = Task("t");
        task.Command = null;
        task.Executor = new() { ExecutorId = new() { Value = "e" }, Command = new() { Value = "./e" } };
        Launch(task);
        await host.NextAsync(HostCall.CallOneofCase.LaunchExecutor);

        using var subscribe = ExecutorCall("SUBSCRIBE", "\"subscribe\":{}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(agent.Uri, "slave(1)/api/v1/executor")) { Content = subscribe };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("SUBSCRIBED", await NextEventAsync(events));
        Assert.Equal("LAUNCH", await NextEventAsync(events));

        var uuid = Convert.ToBase64String(Enumerable.Repeat((byte)7, 16).ToArray());
        using var update = ExecutorCall(
            "UPDATE",
            $"\"update\":{{\"status\":{{\"task_id\":{{\"value\":\"t\"}},\"state\":\"TASK_RUNNING\",\"source\":\"SOURCE_EXECUTOR\",\"uuid\":\"{uuid}\"}}}}");
        Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsync(new Uri(agent.Uri, "api/v1/executor"), update)).StatusCode);
        Assert.Equal("ACKNOWLEDGED", await NextEventAsync(events));
        Assert.Equal(V1.TaskState.TaskRunning, (await master.NextAsync<StatusUpdateMessage>()).Update.Status.State);
    }

    [Fact]
    public async Task An_executor_that_nobody_knows_is_refused()
    {
        using var call = ExecutorCall("SUBSCRIBE", "\"subscribe\":{}");
        var answer = await http.PostAsync(new Uri(agent.Uri, "api/v1/executor"), call);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Framework cannot be found", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_fetched_fails_the_task()
    {
        var task = Task("t");
        task.Command.Uris.Add(new V1.CommandInfo.Types.URI { Value = "/no/such/file" });
        Launch(task);
        var status = (await master.NextAsync<StatusUpdateMessage>()).Update.Status;
        Assert.Equal(V1.TaskStatus.Types.Reason.ContainerLaunchFailed, status.Reason);
        Assert.Contains("Failed to fetch all URIs", status.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> NextEventAsync(StreamReader events)
    {
        var length = int.Parse((await events.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);
        var body = new char[length];
        await events.ReadBlockAsync(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("type").GetString();
    }

    private static StringContent ExecutorCall(string type, string member) => new(
        $"{{\"type\":\"{type}\",\"framework_id\":{{\"value\":\"F\"}},\"executor_id\":{{\"value\":\"e\"}},{member}}}",
        Encoding.UTF8,
        "application/json");

    private static V1.TaskInfo Task(string id) => new()
    {
        Name = id,
        TaskId = new() { Value = id },
        AgentId = new() { Value = "M-S0" },
        Command = new() { Value = "sleep 100" },
    };

    private Task<AgentServer> StartAsync() => AgentServer.StartAsync(
        new()
        {
            Master = [master.Self.Address],
            Ip = "127.0.0.1",
            Port = FakeMaster.FreePort() is var port && agent is null ? port : agent!.Uri.Port,
            WorkDir = Work,
            RuntimeDir = Path.Combine(directory, "run"),
            Resources = "cpus:2;mem:512;disk:1000;ports:[31000-31100]",
            RegistrationBackoffFactor = TimeSpan.FromMilliseconds(50),
        },
        store,
        TimeProvider.System,
        NullLoggerFactory.Instance,
        default);

    private void Launch(V1.TaskInfo task) => master.Send(new RunTaskMessage
    {
        Framework = new() { User = Environment.UserName, Name = "f", Id = new() { Value = "F" }, Checkpoint = true },
        Task = task,
        LaunchExecutor = true,
    });

    private async Task<string> LaunchAsync(string task)
    {
        Launch(Task(task));
        return (await host.NextAsync(HostCall.CallOneofCase.LaunchCommand)).LaunchCommand.Plan.ContainerId;
    }

    private Task SayAsync(string container, string task, V1.TaskState state, byte uuid) => host.SayAsync(new()
    {
        Status = new()
        {
            ContainerId = container,
            Status_ = new()
            {
                TaskId = new() { Value = task },
                State = state,
                Uuid = ByteString.CopyFrom([.. Enumerable.Repeat(uuid, 16)]),
            },
        },
    });

    private Task<string> GetAsync(string path) => http.GetStringAsync(new Uri(agent.Uri, path));
}
