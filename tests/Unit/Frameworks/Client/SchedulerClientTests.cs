using System.Threading.Channels;
using Kernel.Frameworks.Client;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Kernel.Tests.Support;
using Mesos.V1.Scheduler;

namespace Kernel.Tests.Unit.Frameworks.Client;

public sealed class SchedulerClientTests : IAsyncLifetime, ISchedulerEvents
{
    private readonly Channel<string> heard = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource stop = new();
    private FakePeer master = null!;
    private SchedulerClient client = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync() => master = await FakePeer.StartAsync();

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        client.Dispose();
        await master.DisposeAsync();
    }

    [Theory]
    [InlineData(MessageFormat.Protobuf, int.MaxValue)]
    [InlineData(MessageFormat.Protobuf, 1)]
    [InlineData(MessageFormat.Protobuf, 3)]
    [InlineData(MessageFormat.Json, 7)]
    public async Task Events_come_whole_whatever_the_pieces(MessageFormat format, int pieceBytes)
    {
        Start(format: format);
        var stream = await SubscribedAsync(pieceBytes);
        await stream.SendAsync(new Event { Type = Event.Types.Type.Heartbeat }, pieceBytes);
        await stream.SendAsync(Update("a"), pieceBytes);
        await stream.SendAsync(Update("b"), pieceBytes);
        await HearsAsync("update a", "update b");
    }

    [Fact]
    public async Task Calls_carry_the_stream_and_the_framework_and_arrive_in_order()
    {
        Start();
        Assert.False(client.Send(new() { Type = Call.Types.Type.Revive }));
        await SubscribedAsync();
        foreach (var role in new[] { "a", "b", "c" })
        {
            Assert.True(client.Send(new() { Type = Call.Types.Type.Revive, Revive = new() { Roles = { role } } }));
        }

        foreach (var role in new[] { "a", "b", "c" })
        {
            var request = await master.NextAsync();
            Assert.Equal("stream-1", request.Header("Mesos-Stream-Id"));
            Assert.Equal("framework-1", request.Call<Call>().FrameworkId.Value);
            Assert.Equal([role], request.Call<Call>().Revive.Roles);
            await request.AnswerAsync(202);
        }
    }

    [Fact]
    public async Task A_redirect_leads_to_the_leader()
    {
        await using var leader = await FakePeer.StartAsync();
        Start();
        var request = await master.NextAsync();
        Assert.Equal("/api/v1/scheduler", request.Path);
        await request.AnswerAsync(307, location: $"//{leader.Uri.Authority}/api/v1/scheduler");
        var stream = await leader.NextAsync();
        await stream.OpenStreamAsync("stream-1");
        await stream.SendAsync(Subscribed());
        await HearsAsync("subscribed framework-1");
    }

    [Fact]
    public async Task A_master_without_a_leader_is_asked_again()
    {
        Start();
        await (await master.NextAsync()).AnswerAsync(503, "No leader elected");
        await SubscribedAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_is_opened_again_under_the_same_id(bool rudely)
    {
        Start();
        var stream = await SubscribedAsync();
        if (rudely)
        {
            stream.Cut();
        }
        else
        {
            stream.End();
        }

        await HearsAsync("disconnected");
        var again = await master.NextAsync();
        Assert.Equal("framework-1", again.Call<Call>().FrameworkId.Value);
        Assert.Equal("framework-1", again.Call<Call>().Subscribe.FrameworkInfo.Id.Value);
    }

    [Fact]
    public async Task A_stream_that_breaks_the_framing_is_opened_again()
    {
        Start();
        var stream = await master.NextAsync();
        await stream.AnswerAsync(200, "this is no number");
        await SubscribedAsync();
    }

    [Fact]
    public async Task A_silent_master_is_left()
    {
        var time = new ManualTime();
        Start(time: time);
        await SubscribedAsync();
        time.Advance(TimeSpan.FromSeconds(90));
        await HearsAsync("disconnected");
    }

    [Theory]
    [InlineData(403, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    public async Task A_refused_call_ends_the_subscription_if_the_master_no_longer_knows_it(int status, bool ends)
    {
        Start();
        await SubscribedAsync();
        client.Send(new() { Type = Call.Types.Type.Revive, Revive = new() });
        client.Send(new() { Type = Call.Types.Type.Suppress, Suppress = new() });
        await (await master.NextAsync()).AnswerAsync(status, "no");
        var next = await master.NextAsync();
        Assert.Equal(ends ? Call.Types.Type.Subscribe : Call.Types.Type.Suppress, next.Call<Call>().Type);
    }

    [Fact]
    public async Task A_framework_that_was_removed_does_not_come_back_by_itself()
    {
        Start();
        var stream = await SubscribedAsync();
        await stream.SendAsync(new Event { Type = Event.Types.Type.Error, Error = new() { Message = "Framework has been removed" } });
        await HearsAsync("failed Framework has been removed");
        await running;
        Assert.False(client.Send(new() { Type = Call.Types.Type.Revive }));
    }

    [Fact]
    public async Task Credentials_are_shown()
    {
        Start(credential: new("me", "secret"));
        Assert.Equal("Basic bWU6c2VjcmV0", (await master.NextAsync()).Header("Authorization"));
    }

    void ISchedulerEvents.Subscribed(Event.Types.Subscribed subscribed) => heard.Writer.TryWrite($"subscribed {subscribed.FrameworkId.Value}");

    void ISchedulerEvents.Received(Event message) =>
        heard.Writer.TryWrite(message.Update is { } update ? $"update {update.Status.TaskId.Value}" : $"{message.Type}");

    void ISchedulerEvents.Disconnected(string reason) => heard.Writer.TryWrite("disconnected");

    void ISchedulerEvents.Failed(string reason) => heard.Writer.TryWrite($"failed {reason}");

    private static Event Subscribed() => new()
    {
        Type = Event.Types.Type.Subscribed,
        Subscribed = new() { FrameworkId = new() { Value = "framework-1" }, HeartbeatIntervalSeconds = 15 },
    };

    private static Event Update(string task) => new()
    {
        Type = Event.Types.Type.Update,
        Update = new() { Status = new() { TaskId = new() { Value = task }, State = Mesos.V1.TaskState.TaskRunning } },
    };

    private void Start(MessageFormat format = MessageFormat.Protobuf, Credential? credential = null, TimeProvider? time = null)
    {
        client = new(
            new()
            {
                Masters = [master.Uri],
                Framework = new() { User = "me", Name = "test" },
                BackoffMin = TimeSpan.FromMilliseconds(1),
                BackoffMax = TimeSpan.FromMilliseconds(20),
                Format = format,
                Credential = credential,
            },
            this,
            time);
        running = client.RunAsync(stop.Token);
    }

    private async Task<FakeRequest> SubscribedAsync(int pieceBytes = int.MaxValue)
    {
        var stream = await master.NextAsync();
        Assert.Equal(Call.Types.Type.Subscribe, stream.Call<Call>().Type);
        await stream.OpenStreamAsync("stream-1");
        await stream.SendAsync(Subscribed(), pieceBytes);
        await HearsAsync("subscribed framework-1");
        return stream;
    }

    private async Task HearsAsync(params string[] expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var item in expected)
        {
            Assert.Equal(item, await heard.Reader.ReadAsync(patience.Token));
        }
    }
}
