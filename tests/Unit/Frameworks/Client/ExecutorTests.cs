using System.Threading.Channels;
using Kernel.Frameworks.Client;
using Kernel.Protocol;
using Mesos.V1;
using Mesos.V1.Executor;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Tests.Unit.Frameworks.Client;

public sealed class ExecutorTests : IAsyncLifetime
{
    private FakePeer agent = null!;
    private EchoExecutor executor = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync() => agent = await FakePeer.StartAsync();

    public async Task DisposeAsync()
    {
        executor.End();
        await agent.DisposeAsync();
        await running;
    }

    [Theory]
    [InlineData(MessageFormat.Protobuf)]
    [InlineData(MessageFormat.Json)]
    public async Task A_task_is_launched_and_its_states_are_told(MessageFormat format)
    {
        Start(checkpoint: true, format);
        var stream = await SubscribedAsync();
        await LaunchAsync(stream, "a");
        var update = await UpdateAsync();
        Assert.Equal(("a", TaskState.TaskRunning), (update.TaskId.Value, update.State));
        Assert.Equal((16, "executor-1"), (update.Uuid.Length, update.ExecutorId.Value));
        Assert.Equal(Mesos.V1.TaskStatus.Types.Source.Executor, update.Source);
    }

    [Fact]
    public async Task What_is_not_acknowledged_is_told_again_when_the_agent_comes_back()
    {
        Start(checkpoint: true);
        var stream = await SubscribedAsync();
        await LaunchAsync(stream, "a");
        var first = await UpdateAsync();
        await LaunchAsync(stream, "b");
        var second = await UpdateAsync();
        await stream.SendAsync(new Event
        {
            Type = Event.Types.Type.Acknowledged, Acknowledged = new() { TaskId = first.TaskId, Uuid = first.Uuid },
        });
        await executor.HearsAsync("launch a", "launch b");
        await stream.SendAsync(new Event { Type = Event.Types.Type.Message, Message = new() { Data = Google.Protobuf.ByteString.CopyFromUtf8("x") } });
        await executor.HearsAsync("message");
        stream.Cut();
        await executor.HearsAsync("disconnected");
        var again = (await agent.NextAsync()).Call<Call>().Subscribe;
        Assert.Equal(["b"], again.UnacknowledgedTasks.Select(static task => task.TaskId.Value));
        Assert.Equal([second.Uuid], again.UnacknowledgedUpdates.Select(static update => update.Status.Uuid));
    }

    [Fact]
    public async Task Without_checkpoints_a_broken_connection_is_the_end()
    {
        Start(checkpoint: false);
        (await SubscribedAsync()).Cut();
        await executor.HearsAsync("shutdown");
        await running;
    }

    [Fact]
    public async Task An_agent_that_recovers_is_asked_again_and_one_that_refuses_is_not()
    {
        Start(checkpoint: true);
        await (await agent.NextAsync()).AnswerAsync(503, "recovering");
        await executor.HearsAsync("disconnected");
        await (await agent.NextAsync()).AnswerAsync(400, "unknown executor");
        await executor.HearsAsync("shutdown");
        await running;
    }

    [Fact]
    public async Task The_last_states_are_told_before_the_executor_ends()
    {
        Start(checkpoint: true);
        var stream = await SubscribedAsync();
        executor.LastWords = "a";
        await stream.SendAsync(new Event { Type = Event.Types.Type.Shutdown });
        await executor.HearsAsync("shutdown");
        Assert.Equal(TaskState.TaskKilled, (await UpdateAsync()).State);
        await running;
    }

    [Fact]
    public void The_environment_says_where_the_agent_is_and_who_the_executor_is()
    {
        var environment = ExecutorEnvironment.Read(new Dictionary<string, string>
        {
            ["MESOS_FRAMEWORK_ID"] = "f", ["MESOS_EXECUTOR_ID"] = "e", ["MESOS_SLAVE_PID"] = "slave(1)@10.0.0.1:5051",
            ["MESOS_CHECKPOINT"] = "1", ["MESOS_RECOVERY_TIMEOUT"] = "15mins", ["MESOS_SUBSCRIPTION_BACKOFF_MAX"] = "2secs",
        });
        Assert.Equal("http://10.0.0.1:5051/api/v1/executor", environment.Api.ToString());
        Assert.Equal((true, TimeSpan.FromMinutes(15)), (environment.Checkpoint, environment.RecoveryTimeout));
        Assert.Contains("MESOS_FRAMEWORK_ID", Assert.Throws<FormatException>(
            static () => ExecutorEnvironment.Read(new Dictionary<string, string>())).Message);
        executor = new(environment, MessageFormat.Protobuf);
    }

    private void Start(bool checkpoint, MessageFormat format = MessageFormat.Protobuf)
    {
        executor = new(
            new()
            {
                FrameworkId = "framework-1",
                ExecutorId = "executor-1",
                Api = new(agent.Uri, "/api/v1/executor"),
                Checkpoint = checkpoint,
                SubscriptionBackoffMax = TimeSpan.FromMilliseconds(20),
            },
            format);
        running = executor.RunAsync();
    }

    private async Task<FakeRequest> SubscribedAsync()
    {
        var stream = await agent.NextAsync();
        var call = stream.Call<Call>();
        Assert.Equal((Call.Types.Type.Subscribe, "framework-1", "executor-1"), (call.Type, call.FrameworkId.Value, call.ExecutorId.Value));
        await stream.OpenStreamAsync("unused");
        await stream.SendAsync(new Event
        {
            Type = Event.Types.Type.Subscribed,
            Subscribed = new()
            {
                ExecutorInfo = new() { ExecutorId = call.ExecutorId },
                FrameworkInfo = new() { User = "me", Name = "test" },
                AgentInfo = new() { Hostname = "host" },
            },
        });
        await executor.HearsAsync("subscribed");
        return stream;
    }

    private static Task LaunchAsync(FakeRequest stream, string task) => stream.SendAsync(new Event
    {
        Type = Event.Types.Type.Launch,
        Launch = new() { Task = new() { Name = task, TaskId = new() { Value = task }, AgentId = new() { Value = "agent-1" } } },
    });

    private async Task<Mesos.V1.TaskStatus> UpdateAsync()
    {
        var request = await agent.NextAsync();
        var status = request.Call<Call>().Update.Status;
        await request.AnswerAsync(202);
        return status;
    }

    private sealed class EchoExecutor(ExecutorEnvironment environment, MessageFormat format) : Kernel.Frameworks.Client.Executor(environment, format: format)
    {
        private readonly Channel<string> heard = Channel.CreateUnbounded<string>();

        public string? LastWords { get; set; }

        public void End() => Stop();

        public async Task HearsAsync(params string[] expected)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            foreach (var item in expected)
            {
                Assert.Equal(item, await heard.Reader.ReadAsync(patience.Token));
            }
        }

        protected override void OnSubscribed(Event.Types.Subscribed subscribed) => heard.Writer.TryWrite("subscribed");

        protected override void OnLaunch(TaskInfo task)
        {
            heard.Writer.TryWrite($"launch {task.TaskId.Value}");
            Update(task.TaskId, TaskState.TaskRunning);
        }

        protected override void OnKill(TaskID task, KillPolicy? policy) => Update(task, TaskState.TaskKilled);

        protected override void OnMessage(ReadOnlyMemory<byte> data) => heard.Writer.TryWrite("message");

        protected override void OnDisconnected(string reason) => heard.Writer.TryWrite("disconnected");

        protected override void OnShutdown(string reason)
        {
            heard.Writer.TryWrite("shutdown");
            if (LastWords is { } task)
            {
                Update(new TaskID { Value = task }, TaskState.TaskKilled);
            }

            Stop();
        }
    }
}
