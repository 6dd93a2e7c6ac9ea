using System.Diagnostics;
using System.Threading.Channels;
using Kernel.Executor.Server;
using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using V1 = Mesos.V1;

namespace LoadTests.Executor;

/// <summary>
/// Command tasks that do nothing, through a real executor host in a process of its own: launched, told of,
/// acknowledged; beside what the machine can start at all in the same run.
/// </summary>
internal sealed class SpawnLoad : ILoadTest
{
    private const string Program = "/bin/true";

    /// <inheritdoc/>
    public string Name => "spawn";

    /// <inheritdoc/>
    public string Summary =>
        "command tasks a second under an executor host, and raw posix_spawn: --tasks 2000 --window 64 [--repeat 3]";

    /// <summary>Is the executor host that the test starts: this program again.</summary>
    public static Task BeHostAsync(string socket) =>
        ExecutorHost.RunAsync(new() { Socket = socket }, TimeProvider.System, Console.Error);

    /// <inheritdoc/>
    public async Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        var tasks = options.Number("tasks", 2_000);
        var directory = Directory.CreateTempSubdirectory("kernel-spawn-").FullName;
        var events = Channel.CreateUnbounded<HostEvent>();
        var start = new HostStart
        {
            Socket = Path.Combine(directory, "host.sock"),
            Program = Environment.ProcessPath!,
            Before = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet"
                ? [typeof(SpawnLoad).Assembly.Location] : [],
            Log = Path.Combine(directory, "host.log"),
        };
        await using var host = await HostConnection.ConnectOrStartAsync(
            start, new(), message => events.Writer.TryWrite(message), TimeProvider.System, cancel);
        for (var i = 0; i < options.Number("repeat", 3) && !cancel.IsCancellationRequested; i++)
        {
            var raw = RawSpawn.PerSecond(Program, tasks / 2);
            var hosted = await PerSecondAsync(
                host, events.Reader, directory, i, tasks, options.Number("window", 64), cancel);
            report.Line(("tasks", tasks), ("hostedPerSecond", hosted), ("rawPerSecond", raw), ("ratio", hosted / raw));
        }

        host.Send(new() { Stop = new() });
        await host.Completion.WaitAsync(cancel);
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<double> PerSecondAsync(
        HostConnection host, ChannelReader<HostEvent> events, string directory, int run, int tasks, int window,
            CancellationToken cancel)
    {
        for (var i = 0; i < tasks; i++)
        {
            Directory.CreateDirectory(Path.Combine(directory, $"{run}-{i}"));
        }

        var began = Stopwatch.GetTimestamp();
        var launched = 0;
        for (var ended = 0; ended < tasks;)
        {
            for (; launched < tasks && launched - ended < window; launched++)
            {
                host.Send(new() { LaunchCommand = Launch($"{run}-{launched}", directory) });
            }

            var message = await events.ReadAsync(cancel);
            if (message.Status is { } status)
            {
                host.Send(new()
                {
                    Acknowledge = new() { ContainerId = status.ContainerId, TaskId = status.Status_.TaskId.Value,
                        Uuid = status.Status_.Uuid },
                });
            }

            ended += message.Exited is null ? 0 : 1;
        }

        return tasks / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static LaunchCommand Launch(string id, string directory)
    {
        var command = new V1.CommandInfo { Shell = false, Value = Program, Arguments = { "true" } };
        return new()
        {
            ExecutorId = id,
            Framework = new() { User = "root", Name = "load" },
            Task = new() { Name = id, TaskId = new() { Value = id }, AgentId = new() { Value = "agent" },
                Command = command },
            Plan = new()
            {
                ContainerId = id,
                Directory = Path.Combine(directory, id),
                Command = command,
                Environment = { new Variable { Name = "PATH", Value = "/usr/bin:/bin" } },
            },
        };
    }
}
