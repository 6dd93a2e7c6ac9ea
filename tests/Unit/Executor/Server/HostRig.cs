using System.Collections.Concurrent;
using System.Diagnostics;
using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using V1 = Mesos.V1;

namespace Kernel.Tests.Unit.Executor.Server;

/// <summary>A real executor host in a process of its own, and the agent's side of its socket.</summary>
public sealed class HostRig : IAsyncDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<HostEvent> events = new();
    private readonly SemaphoreSlim arrived = new(0);
    private readonly HostStart start;
    private HostConnection? connection;

    private HostRig(string directory, string[] flags)
    {
        Directory = directory;
        start = new()
        {
            Socket = Path.Combine(directory, "host.sock"),
            Program = Environment.ProcessPath!,
            Before = [typeof(HostRig).Assembly.Location],
            Flags = flags,
            Log = Path.Combine(directory, "host.log"),
        };
    }

    public string Directory { get; }

    public HostConnection Agent => connection!;

    /// <summary>Every event that has come, in order.</summary>
    public IReadOnlyList<HostEvent> Events => [.. events];

    public string Log => File.ReadAllText(start.Log);

    public static async Task<HostRig> StartAsync(params string[] flags)
    {
        var rig = new HostRig(System.IO.Directory.CreateTempSubdirectory("kernel-host-").FullName, flags);
        await rig.ConnectAsync();
        return rig;
    }

    public async Task ConnectAsync() =>
        connection = await HostConnection.ConnectOrStartAsync(start, new(), Received, TimeProvider.System);

    public async Task<int> PidAsync() => (await WaitAsync(static e => e.Welcome)).Pid;

    /// <summary>Launches a command task whose container has the task's name.</summary>
    public string Launch(
        string id, string command, Action<V1.TaskInfo>? change = null, Action<ContainerPlan>? changePlan = null)
    {
        var task = new V1.TaskInfo
        {
            Name = id,
            TaskId = new() { Value = id },
            AgentId = new() { Value = "agent" },
            Command = new() { Value = command },
        };
        change?.Invoke(task);
        var sandbox = Path.Combine(Directory, id);
        System.IO.Directory.CreateDirectory(sandbox);
        var plan = new ContainerPlan
        {
            ContainerId = id,
            Directory = sandbox,
            Command = task.Command,
            Container = task.Container,
            Resources = { task.Resources },
            Environment = { new Variable { Name = "PATH", Value = "/usr/local/bin:/usr/bin:/bin" } },
        };
        changePlan?.Invoke(plan);
        connection!.Send(new()
        {
            LaunchCommand = new() { Plan = plan, Framework = new() { User = "root", Name = "f" }, ExecutorId = id,
                Task = task },
        });
        return sandbox;
    }

    public void Kill(string id, double graceSeconds) => connection!.Send(new()
    {
        KillTask = new()
        {
            ContainerId = id,
            TaskId = id,
            KillPolicy = new() { GracePeriod = new() { Nanoseconds = (long)(graceSeconds * 1e9) } },
        },
    });

    /// <summary>Waits for a status of a task.</summary>
    public Task<V1.TaskStatus> StatusAsync(string id, V1.TaskState state) =>
        WaitAsync(e => e.Status?.Status_ is { } status && status.TaskId.Value == id && status.State == state
            ? status : null);

    /// <summary>Waits for the last status of a task.</summary>
    public Task<V1.TaskStatus> LastAsync(string id) =>
        WaitAsync(e => e.Status?.Status_ is { } status && status.TaskId.Value == id
        && status.State is V1.TaskState.TaskFinished or V1.TaskState.TaskFailed or V1.TaskState.TaskKilled
            ? status : null);

    public Task<Exited> ExitedAsync(string container) =>
        WaitAsync(e => e.Exited is { } exited && exited.ContainerId == container ? exited : null);

    /// <summary>Waits until something is so that no event tells of.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var began = Stopwatch.GetTimestamp(); !holds();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < patience, $"it did not come to be that {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Waits for an event, which may have come already.</summary>
    public async Task<T> WaitAsync<T>(Func<HostEvent, T?> choose)
        where T : class
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            if (events.Select(choose).FirstOrDefault(static found => found is not null) is { } found)
            {
                return found;
            }

            Assert.True(Stopwatch.GetElapsedTime(
                began) < patience, $"the event did not come; there were {string.Join('\n', events)}\nlog: {Log}");
            await arrived.WaitAsync(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connection!.Completion.IsCompleted)
        {
            await ConnectAsync();
        }

        connection.Send(new() { Stop = new() { GraceNanoseconds = 0 } });
        await connection.Completion.WaitAsync(patience);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private void Received(HostEvent message)
    {
        events.Enqueue(message);
        if (message.Status is { } told)
        {
            connection?.Send(new()
            {
                Acknowledge = new() { ContainerId = told.ContainerId, TaskId = told.Status_.TaskId.Value,
                    Uuid = told.Status_.Uuid },
            });
        }

        arrived.Release();
    }
}
