using System.CommandLine;
using System.Text.Json;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel logs TASK [-f]</c>: what a task printed, read from its sandbox through its agent.</summary>
internal static class LogsCommand
{
    private const int ChunkBytes = 64 * 1024;

    private static readonly TimeSpan FollowPeriod = TimeSpan.FromMilliseconds(500);

    public static Command Build()
    {
        var reaching = Reaching.Create();
        var task = new Argument<string>("task") { Description = "The task's id, or an unambiguous beginning of it." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on as the task prints more." };
        var file = new Option<string>("--file") { Description = "stdout, stderr, or another file of the sandbox.", DefaultValueFactory = static _ => "stdout" };
        var command = new Command("logs", "Print a task's output.") { task, follow, file };
        reaching.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await reaching.ReachAsync(parsed, stop);
            var sandbox = await Sandbox.FindAsync(api, parsed.GetValue(task)!, stop);
            using var agent = api.OfAgent(sandbox.Agent);
            await PrintAsync(agent, $"{sandbox.Directory}/{parsed.GetValue(file)}", parsed.GetValue(follow), stop);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task PrintAsync(Api agent, string path, bool follow, CancellationToken stop)
    {
        for (long offset = 0; ;)
        {
            var read = await agent.GetAsync(
                $"files/read?path={Uri.EscapeDataString(path)}&offset={offset}&length={ChunkBytes}", stop);
            var text = read.Text("data") ?? "";
            await Console.Out.WriteAsync(text.AsMemory(), stop);
            offset += System.Text.Encoding.UTF8.GetByteCount(text);
            if (text.Length > 0)
            {
                continue;
            }

            if (!follow)
            {
                return;
            }

            await Task.Delay(FollowPeriod, TimeProvider.System, stop);
        }
    }
}
