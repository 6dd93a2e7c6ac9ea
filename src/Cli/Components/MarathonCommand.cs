using System.CommandLine;
using Kernel.Marathon.Server;
using Kernel.Protocol;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary><c>kernel marathon</c>.</summary>
internal static class MarathonCommand
{
    public static Command Build() => ComponentCommand.Build<MarathonOptions>("marathon", "Run Marathon.", "MARATHON_", RunAsync);

    private static async Task<int> RunAsync(MarathonOptions options, ILoggerFactory logs, Signals signals)
    {
        var directory = WorkDirectory.Prepare(options.WorkDir);
        await using var store = await WorkDirectory.OpenStoreAsync(
            options.Store, options.StateInZooKeeper, TimeSpan.FromMilliseconds(options.ZkSessionTimeout), directory, "marathon.db");
        await using var marathon = await MarathonServer.StartAsync(
            options with { Tls = Tls.OfEnvironment() }, store, TimeProvider.System, logs);
        await Console.Out.WriteLineAsync($"marathon listens on {marathon.Uri}");
        await ComponentCommand.WaitAsync(signals, marathon.Completion);
        return ExitCode.Success;
    }
}
