using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Store;
using Mesos.V1;
using Mesos.V1.Master;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using EventType = Mesos.V1.Master.Event.Types.Type;
using Scheduler = Mesos.V1.Scheduler;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>What operators see of a whole master over real sockets.</summary>
public sealed class OperatorTests : IAsyncLifetime
{
    private readonly InMemoryStore store = new();
    private MasterServer master = null!;
    private string log = null!;

    public async Task InitializeAsync()
    {
        log = Path.GetTempFileName();
        await File.WriteAllTextAsync(log, "first line\nsecond line\n");
        master = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = FreePort(), Cluster = "tests", ExternalLogFile = log },
            store,
            TimeProvider.System,
            NullLoggerFactory.Instance);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await store.DisposeAsync();
        File.Delete(log);
    }

    [Theory]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Protobuf)]
    public async Task A_subscriber_sees_the_state_and_then_all_that_happens(MessageFormat format)
    {
        using var watching = new OperatorConnection(master.Uri, format);
        await watching.SubscribeAsync();
        var first = await watching.NextAsync();
        Assert.Equal((EventType.Subscribed, 15.0), (first.Type, first.Subscribed.HeartbeatIntervalSeconds));
        Assert.Empty(first.Subscribed.GetState.GetAgents.Agents);

        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        var added = await watching.NextAsync();
        Assert.Equal((EventType.AgentAdded, agent.Id), (added.Type, added.AgentAdded.Agent.AgentInfo.Id));
        using var scheduler = await LaunchAsync();
        Assert.Equal(EventType.FrameworkAdded, (await watching.NextAsync()).Type);
        var task = await watching.NextAsync();
        Assert.Equal((EventType.TaskAdded, "t1"), (task.Type, task.TaskAdded.Task.TaskId.Value));

        using var late = new OperatorConnection(master.Uri, format);
        await late.SubscribeAsync();
        var state = (await late.NextAsync()).Subscribed.GetState;
        Assert.Equal(["t1"], state.GetTasks.Tasks.Select(static one => one.TaskId.Value));
        Assert.Equal(1.0, state.GetAgents.Agents.Single().AllocatedResources.Single(static r => r.Name == "cpus").Scalar.Value);
    }

    [Theory]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Protobuf)]
    public async Task What_is_written_is_read_at_once(MessageFormat format)
    {
        using var operators = new OperatorConnection(master.Uri, format);
        for (var weight = 2.0; weight < 20; weight++)
        {
            var update = new Call { Type = Call.Types.Type.UpdateWeights, UpdateWeights = new() };
            update.UpdateWeights.WeightInfos.Add(new WeightInfo { Role = "web", Weight = weight });
            await operators.CallAsync(update);
            var weights = await operators.CallAsync(new() { Type = Call.Types.Type.GetWeights });
            Assert.Equal(weight, weights.GetWeights.WeightInfos.Single().Weight);
        }

        var roles = await operators.CallAsync(new() { Type = Call.Types.Type.GetRoles });
        Assert.Equal(("web", 19.0), (roles.GetRoles.Roles.Single().Name, roles.GetRoles.Roles.Single().Weight));
    }

    [Fact]
    public async Task Old_endpoints_tell_of_a_running_task_under_every_name()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var scheduler = await LaunchAsync();
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);
        foreach (var path in (string[])["/state", "/master/state", "/state.json", "/master/state.json"])
        {
            using var state = JsonDocument.Parse(await operators.GetAsync(path));
            var task = state.RootElement.GetProperty("frameworks")[0].GetProperty("tasks")[0];
            Assert.Equal(("t1", "TASK_STAGING"), (task.GetProperty("id").GetString(), task.GetProperty("state").GetString()));
            Assert.Equal("tests", state.RootElement.GetProperty("cluster").GetString());
        }

        using var tasks = JsonDocument.Parse(await operators.GetAsync("/tasks?task_id=t1&limit=1"));
        Assert.Equal(1, tasks.RootElement.GetProperty("tasks").GetArrayLength());
        using var roles = JsonDocument.Parse(await operators.GetAsync("/roles"));
        Assert.Equal(1.0, roles.RootElement.GetProperty("roles")[0].GetProperty("allocated").GetProperty("cpus").GetDouble());
    }

    [Fact]
    public async Task Metrics_count_what_there_is()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var scheduler = await LaunchAsync();
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);
        using var metrics = JsonDocument.Parse(await operators.GetAsync("/metrics/snapshot?timeout=10secs"));
        double Metric(string name) => metrics.RootElement.GetProperty(name).GetDouble();
        Assert.Equal((1, 1, 1), (Metric("master/elected"), Metric("master/slaves_active"), Metric("master/frameworks_active")));
        Assert.Equal((2, 1, 0.5), (Metric("master/cpus_total"), Metric("master/cpus_used"), Metric("master/cpus_percent")));
        Assert.Equal(1, Metric("master/tasks_staging"));
        var calls = metrics.RootElement.EnumerateObject()
            .Single(static one => one.Name.StartsWith("master/frameworks/test/", StringComparison.Ordinal) && one.Name.EndsWith("/calls", StringComparison.Ordinal));
        Assert.Equal(2, calls.Value.GetDouble());
        Assert.True(Metric("registrar/state_store_ms/count") >= 1 && Metric("registrar/registry_size_bytes") > 0);
        Assert.True(Metric("allocator/mesos/allocation_run_ms/p50") >= 0 && Metric("allocator/mesos/allocation_run_latency_ms/count") >= 1);
        Assert.Equal((1, 1), (Metric("master/messages_register_slave"), Metric("allocator/mesos/quota/roles/web/resources/cpus/consumed")));
        Assert.Equal(0, Metric("master/event_queue_messages") + Metric("master/event_queue_http_requests") + Metric("master/event_queue_dispatches"));
        var text = await operators.GetAsync("/metrics");
        Assert.Contains("kernel_master_agents_active 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_read_by_bytes_and_nothing_else_is()
    {
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Protobuf);
        var read = await operators.CallAsync(new()
        {
            Type = Call.Types.Type.ReadFile, ReadFile = new() { Path = "/master/log", Offset = 6, Length = 4 },
        });
        Assert.Equal((23UL, "line"), (read.ReadFile.Size, read.ReadFile.Data.ToStringUtf8()));
        Assert.Equal("""{"data":"","offset":23}""", await operators.GetAsync("/files/read?path=/master/log"));
        Assert.Equal("""{"data":"second line\n","offset":11}""", await operators.GetAsync("/files/read?path=/master/log&offset=11"));
        Assert.Equal("first line\nsecond line\n", await operators.GetAsync("/files/download?path=/master/log"));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => operators.GetAsync("/files/read?path=/etc/passwd&offset=0"));
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Unknown_paths_are_refused_in_words()
    {
        using var operators = new OperatorConnection(master.Uri, MessageFormat.Json);
        foreach (var path in (string[])["/nothing", "/redirect/x", "/master/nothing"])
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => operators.GetAsync(path));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<SchedulerConnection> LaunchAsync()
    {
        var scheduler = new SchedulerConnection(master.Uri, MessageFormat.Json);
        var info = new FrameworkInfo { User = "nobody", Name = "test", Roles = { "web" } };
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = FrameworkInfo.Types.Capability.Types.Type.MultiRole });
        await scheduler.SubscribeAsync(new() { Type = Scheduler.Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } });
        var offer = (await scheduler.NextAsync(Scheduler.Event.Types.Type.Offers))!.Offers.Offers_.Single();
        var task = new TaskInfo { Name = "t", TaskId = new() { Value = "t1" }, AgentId = offer.AgentId, Command = new() { Value = "true" } };
        task.Resources.AddRange(ResourcesFlag.Parse("cpus:1;mem:64").ToMessages());
        var launch = new Offer.Types.Operation { Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { task } } };
        var call = new Scheduler.Call
        {
            Type = Scheduler.Call.Types.Type.Accept,
            FrameworkId = offer.FrameworkId,
            Accept = new() { OfferIds = { offer.Id }, Operations = { launch } },
        };
        Assert.Equal((202, ""), await scheduler.CallAsync(call));
        return scheduler;
    }
}
