using System.Net;
using Google.Protobuf;
using Kernel.Master.Server;
using Kernel.Protocol;
using Kernel.Store;
using Kernel.Tests.Support;
using Mesos.Internal;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Task = System.Threading.Tasks.Task;
using EventType = Mesos.V1.Scheduler.Event.Types.Type;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>A whole master over real sockets, between an agent and schedulers of the test's.</summary>
public sealed class MasterServerTests : IAsyncLifetime
{
    private readonly InMemoryDatabase database = new();
    private InMemoryStore store = null!;
    private MasterServer master = null!;

    public async Task InitializeAsync()
    {
        store = new(database);
        master = await StartAsync(store);
        await master.Leads;
    }

    public async Task DisposeAsync()
    {
        await master.DisposeAsync();
        await store.DisposeAsync();
    }

    [Theory]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Protobuf)]
    public async Task A_task_goes_to_its_agent_and_its_states_come_back_until_acknowledged(MessageFormat format)
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var scheduler = new SchedulerConnection(master.Uri, format);
        await scheduler.SubscribeAsync(Subscribe());
        var framework = (await scheduler.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        Assert.Equal(MediaTypes.Of(format), scheduler.Answer!.Content.Headers.ContentType!.MediaType);
        var offer = (await scheduler.NextAsync(EventType.Offers))!.Offers.Offers_.Single();
        Assert.Equal((agent.Id, "web"), (offer.AgentId, offer.AllocationInfo.Role));

        Assert.Equal((202, ""), await scheduler.CallAsync(Accept(framework, offer)));
        var run = await agent.NextAsync<RunTaskMessage>();
        Assert.Equal(("t1", framework), (run.Task.TaskId.Value, run.Framework.Id));

        var uuid = ByteString.CopyFrom(new byte[16]);
        agent.Send(Update(agent, framework, uuid));
        var status = (await scheduler.NextAsync(EventType.Update))!.Update.Status;
        Assert.Equal((TaskState.TaskRunning, uuid), (status.State, status.Uuid));

        await scheduler.CallAsync(new()
        {
            Type = Call.Types.Type.Acknowledge,
            FrameworkId = framework,
            Acknowledge = new() { AgentId = agent.Id, TaskId = status.TaskId, Uuid = uuid },
        });
        Assert.Equal(uuid, (await agent.NextAsync<StatusUpdateAcknowledgementMessage>()).Uuid);
    }

    [Fact]
    public async Task A_framework_that_fails_over_ends_its_old_stream_with_a_word()
    {
        using var first = new SchedulerConnection(master.Uri, MessageFormat.Json);
        await first.SubscribeAsync(Subscribe());
        var id = (await first.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        using var second = new SchedulerConnection(master.Uri, MessageFormat.Json);

        var again = Subscribe();
        again.FrameworkId = id;
        again.Subscribe.FrameworkInfo.Id = id;
        await second.SubscribeAsync(again);

        Assert.Equal(id, (await second.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId);
        Assert.Equal("Framework failed over", (await first.NextAsync(EventType.Error))!.Error.Message);
        Assert.Null(await first.NextAsync(EventType.Heartbeat));
        Assert.Equal(400, (await first.CallAsync(new() { Type = Call.Types.Type.Revive, FrameworkId = id })).Status);
    }

    [Fact]
    public async Task A_master_that_does_not_lead_sends_callers_to_the_one_that_does()
    {
        await using var second = new InMemoryStore(database);
        await using var follower = await StartAsync(second);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        var answer = await http.PostAsync(new Uri(follower.Uri, "/api/v1/scheduler?x=1"), new StringContent("{}"));

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Equal($"//127.0.0.1:{master.Uri.Port}/api/v1/scheduler?x=1", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_new_leader_knows_the_agent_and_calls_it_back()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        await using var second = new InMemoryStore(database);
        await using var next = await StartAsync(second);
        await master.StopAsync();
        await store.DisposeAsync();
        await next.Leads.WaitAsync(TimeSpan.FromSeconds(20));

        using var scheduler = new SchedulerConnection(next.Uri, MessageFormat.Json);
        await scheduler.SubscribeAsync(Subscribe());
        var framework = (await scheduler.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        await scheduler.CallAsync(Reconcile(framework, agent.Id.Value, "nope"));

        // Of the known agent nothing is said while it may come back; of an unknown one all is.
        var status = (await scheduler.NextAsync(EventType.Update))!.Update.Status;
        Assert.Equal(("nope", TaskState.TaskLost), (status.AgentId.Value, status.State));
    }

    [Fact]
    public async Task A_master_that_is_stopped_ends_no_task_of_a_framework_without_failover_timeout()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var scheduler = new SchedulerConnection(master.Uri, MessageFormat.Json);
        var subscribe = Subscribe();
        subscribe.Subscribe.FrameworkInfo.ClearFailoverTimeout();
        await scheduler.SubscribeAsync(subscribe);
        var framework = (await scheduler.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        await scheduler.CallAsync(Accept(framework, (await scheduler.NextAsync(EventType.Offers))!.Offers.Offers_.Single()));
        await agent.NextAsync<RunTaskMessage>();

        await master.StopAsync();

        Assert.False(await agent.IsToldAsync<ShutdownFrameworkMessage>(TimeSpan.FromMilliseconds(500)));
    }

    [Fact]
    public async Task Who_does_not_read_its_events_loses_its_stream_after_a_minute_and_harms_nobody()
    {
        var clock = new ManualTime();
        await using var patient = new InMemoryStore();
        await using var other = await StartAsync(patient, clock);
        await other.Leads;
        using var deaf = new SchedulerConnection(other.Uri, MessageFormat.Json);
        await deaf.SubscribeAsync(Subscribe());
        var id = (await deaf.NextAsync(EventType.Subscribed))!.Subscribed.FrameworkId;
        await deaf.CallAsync(Reconcile(id, [.. Enumerable.Repeat("nope", 200_000)]));

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(other.Uri, "/health"))).StatusCode);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        (int Status, string Body) answer;
        while ((answer = await ReviveAsync()).Status == 202)
        {
            // The minute begins once the sockets' buffers are full, which the writer reaches at its own pace.
            limit.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(403, answer.Status);

        Task<(int Status, string Body)> ReviveAsync() => deaf.CallAsync(new() { Type = Call.Types.Type.Revive, FrameworkId = id });
    }

    [Fact]
    public async Task A_master_that_loses_its_leadership_ends()
    {
        await store.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => master.Completion.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task The_older_endpoints_change_things()
    {
        await using var agent = await FakeAgent.RegisterAsync(master.Uri, FreePort());
        using var http = new HttpClient();
        var resources = """[{"name":"disk","type":"SCALAR","scalar":{"value":64},"role":"ops","reservation":{}}]""";

        var answer = await http.PostAsync(new Uri(master.Uri, "/master/reserve"), new FormUrlEncodedContent(
        [
            new("slaveId", agent.Id.Value), new("resources", resources),
        ]));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var apply = await agent.NextAsync<ApplyOperationMessage>();
        Assert.Equal("ops", apply.OperationInfo.Reserve.Resources.Single().Reservations.Single().Role);
    }

    private static Task<MasterServer> StartAsync(IStore store, TimeProvider? time = null) => MasterServer.StartAsync(
        new() { Ip = "127.0.0.1", Port = FreePort(), AllocationInterval = TimeSpan.FromMilliseconds(50) },
        store,
        time ?? TimeProvider.System,
        NullLoggerFactory.Instance);

    private static Call Subscribe()
    {
        var info = new FrameworkInfo { User = "nobody", Name = "test", Roles = { "web" }, FailoverTimeout = 60 };
        info.Capabilities.Add(new FrameworkInfo.Types.Capability { Type = FrameworkInfo.Types.Capability.Types.Type.MultiRole });
        return new() { Type = Call.Types.Type.Subscribe, Subscribe = new() { FrameworkInfo = info } };
    }

    private static Call Accept(FrameworkID framework, Offer offer)
    {
        var task = new TaskInfo
        {
            Name = "t1", TaskId = new() { Value = "t1" }, AgentId = offer.AgentId, Command = new() { Value = "true" },
        };
        task.Resources.AddRange(ResourcesFlag.Parse("cpus:1;mem:64").ToMessages());
        var accept = new Call.Types.Accept { OfferIds = { offer.Id } };
        accept.Operations.Add(new Offer.Types.Operation
        {
            Type = Offer.Types.Operation.Types.Type.Launch, Launch = new() { TaskInfos = { task } },
        });
        return new() { Type = Call.Types.Type.Accept, FrameworkId = framework, Accept = accept };
    }

    private static Call Reconcile(FrameworkID framework, params string[] agents)
    {
        var reconcile = new Call.Types.Reconcile();
        reconcile.Tasks.AddRange(agents.Select(static agent => new Call.Types.Reconcile.Types.Task
        {
            TaskId = new() { Value = "t" }, AgentId = new() { Value = agent },
        }));
        return new() { Type = Call.Types.Type.Reconcile, FrameworkId = framework, Reconcile = reconcile };
    }

    private static StatusUpdateMessage Update(FakeAgent agent, FrameworkID framework, ByteString uuid) => new()
    {
        Pid = agent.Self.ToString(),
        Update = new()
        {
            FrameworkId = framework,
            SlaveId = agent.Id,
            Status = new() { TaskId = new() { Value = "t1" }, State = TaskState.TaskRunning, Uuid = uuid },
            Timestamp = 1,
            Uuid = uuid,
            LatestState = TaskState.TaskRunning,
        },
    };

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
