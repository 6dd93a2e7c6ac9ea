using System.CommandLine;
using Kernel.Cli.Flags;
using Kernel.Executor.Server;

namespace Kernel.Cli.Components;

/// <summary><c>kernel executor-host</c>: started by agents, not by people.</summary>
internal static class ExecutorHostCommand
{
    public static Command Build()
    {
        var command = new Command("executor-host", "Be the parent of an agent's containers (agents start this).") { Hidden = true };
        var flags = new FlagOptions<ExecutorHostOptions>("KERNEL_HOST_");
        flags.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            await ExecutorHost.RunAsync(flags.Bind(parsed), TimeProvider.System, Console.Error, stop);
            return ExitCode.Success;
        });
        return command;
    }
}
