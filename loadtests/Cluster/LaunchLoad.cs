using Kernel.Agent.Server;
using Kernel.Master.Server;
using Kernel.Store;
using LoadTests.Executor;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadTests.Cluster;

/// <summary>
/// Command tasks through the whole system: a master and an agent with their SQLite stores, a scheduler over HTTP, an executor host, real
/// processes, every update acknowledged. Beside them, in the same run, what the machine can do at best.
/// </summary>
internal sealed class LaunchLoad : ILoadTest
{
    private const string Program = "/bin/true";

    /// <inheritdoc/>
    public string Name => "launch";

    /// <inheritdoc/>
    public string Summary => "command tasks on one real agent, beside serial posix_spawn   [--tasks 1000] [--runs 5]";

    /// <inheritdoc/>
    public async Task RunAsync(LoadTestOptions options, Report report, CancellationToken cancel)
    {
        var tasks = options.Number("tasks", 1_000);
        var shares = new List<double>();
        for (var run = 0; run < options.Number("runs", 5); run++)
        {
            var raw = RawSpawn.PerSecond(Program, tasks);
            var launched = await MeasureAsync(tasks, cancel);
            shares.Add(launched / raw);
            report.Line(("run", run), ("tasks", tasks), ("tasks_per_second", launched), ("raw_per_second", raw), ("share", launched / raw));
        }

        shares.Sort();
        report.Line(("median_share", shares[shares.Count / 2]));
    }

    private static async Task<double> MeasureAsync(int tasks, CancellationToken cancel)
    {
        var directory = Directory.CreateTempSubdirectory("kernel-launch-").FullName;
        try
        {
            var (masterPort, agentPort) = (LocalPort.Free(), LocalPort.Free());
            await using var registry = await Stores.OpenAsync($"sqlite://{directory}/registry.db");
            await using var master = await MasterServer.StartAsync(
                new() { Ip = "127.0.0.1", Port = masterPort, WorkDir = directory }, registry, TimeProvider.System, NullLoggerFactory.Instance, cancel);
            await using var checkpoints = await Stores.OpenAsync($"sqlite://{directory}/agent.db");
            await using var agent = await AgentServer.StartAsync(
                AgentFlags(directory, masterPort, agentPort), checkpoints, TimeProvider.System, NullLoggerFactory.Instance, cancel);
            var scheduler = new TrueRunner($"127.0.0.1:{masterPort}", tasks);
            await scheduler.RunAsync(cancel);
            return tasks / scheduler.Elapsed.TotalSeconds;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static AgentOptions AgentFlags(string directory, int masterPort, int agentPort) => new()
    {
        Master = [$"127.0.0.1:{masterPort}"],
        Ip = "127.0.0.1",
        Port = agentPort,
        Hostname = "127.0.0.1",
        WorkDir = Path.Combine(directory, "agent"),
        Resources = "cpus:10000;mem:1000000;disk:1000000",
        SwitchUser = false,
        EndsTasksWhenStopped = true,
        HostProgram = System.Environment.ProcessPath!,
    };
}
