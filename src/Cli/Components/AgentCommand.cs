using System.CommandLine;
using Kernel.Agent.Server;
using Kernel.Protocol;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary><c>kernel agent</c>: SIGTERM leaves its tasks running, SIGUSR1 unregisters it and ends them.</summary>
internal static class AgentCommand
{
    public static Command Build() => ComponentCommand.Build<AgentOptions>("agent", "Run an agent.", "MESOS_", RunAsync);

    private static async Task<int> RunAsync(AgentOptions options, ILoggerFactory logs, Signals signals)
    {
        var directory = WorkDirectory.Prepare(options.WorkDir);
        await using var store = await OpenStoreAsync(directory);
        await using var agent = await AgentServer.StartAsync(
            WithHost(options) with { WorkDir = directory, Tls = Tls.OfEnvironment() }, store, TimeProvider.System, logs, CancellationToken.None);
        await Console.Out.WriteLineAsync($"agent listens on {agent.Uri}");
        if (await Task.WhenAny(signals.Ended, signals.Left, agent.Completion) == signals.Left)
        {
            await agent.LeaveAsync();
        }

        await ComponentCommand.WaitAsync(signals, agent.Completion);
        return ExitCode.Success;
    }

    /// <summary>The agent's own store.</summary>
    public static Task<IStore> OpenStoreAsync(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "meta"));
        return Stores.OpenAsync($"sqlite://{Path.Combine(directory, "meta", "agent.db")}");
    }

    /// <summary>The executor host is this very program.</summary>
    public static AgentOptions WithHost(AgentOptions options) => options with
    {
        HostProgram = Environment.ProcessPath!,
        HostProgramArguments = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(AgentCommand).Assembly.Location]
            : [],
    };
}
