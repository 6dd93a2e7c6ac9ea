using System.CommandLine;
using Kernel.Chronos.Server;
using Kernel.Protocol;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary><c>kernel chronos</c>.</summary>
internal static class ChronosCommand
{
    public static Command Build() => ComponentCommand.Build<ChronosOptions>("chronos", "Run Chronos.", "CHRONOS_", RunAsync);

    private static async Task<int> RunAsync(ChronosOptions options, ILoggerFactory logs, Signals signals)
    {
        var directory = WorkDirectory.Prepare(options.WorkDir);
        await using var store = await WorkDirectory.OpenStoreAsync(
            options.Store, options.StateInZooKeeper, TimeSpan.FromMilliseconds(options.ZkTimeout), directory, "chronos.db");
        await using var chronos = await ChronosServer.StartAsync(
            options with { Tls = Tls.OfEnvironment() }, store, TimeProvider.System, logs);
        await Console.Out.WriteLineAsync($"chronos listens on {chronos.Uri}");
        await ComponentCommand.WaitAsync(signals, chronos.Completion);
        return ExitCode.Success;
    }
}
