using System.CommandLine;
using Kernel.Master.Server;
using Kernel.Protocol;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary><c>kernel master</c>.</summary>
internal static class MasterCommand
{
    public static Command Build() => ComponentCommand.Build<MasterOptions>("master", "Run a master.", "MESOS_", RunAsync);

    private static async Task<int> RunAsync(MasterOptions options, ILoggerFactory logs, Signals signals)
    {
        var directory = WorkDirectory.Prepare(options.WorkDir);
        await using var store = await MasterStore.OpenAsync(
            options, WorkDirectory.StoreUrl(null, directory, "registry.db"), TimeProvider.System);
        await using var master = await MasterServer.StartAsync(
            options with { WorkDir = directory, Tls = Tls.OfEnvironment() }, store, TimeProvider.System, logs);
        await Console.Out.WriteLineAsync($"master listens on {master.Uri}");
        await ComponentCommand.WaitAsync(signals, master.Completion);
        return ExitCode.Success;
    }
}
