using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1;
using Mesos.V1.Agent;
using CallType = Mesos.V1.Agent.Call.Types.Type;
using DataType = Mesos.V1.Agent.ProcessIO.Types.Data.Types.Type;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Cli.Operate;

/// <summary><c>kernel exec TASK COMMAND...</c>: runs a command beside a task, in its container, and ends as it does (mesos.md C.6).</summary>
internal static class ExecCommand
{
    private const string Calls = "api/v1";

    /// <summary>What a shell makes of an end by a signal.</summary>
    private const int SignalBase = 128;

    private static readonly Chance Ids = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));

    public static Command Build()
    {
        var reaching = Reaching.Create();
        var task = new Argument<string>("task") { Description = "The task's id, or an unambiguous beginning of it." };
        var line = new Argument<string[]>("command") { Description = "The program and its arguments; -- before them if they have options.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("exec", "Run a command beside a task, in its container.") { task, line };
        reaching.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var master = await reaching.ReachAsync(parsed, stop);
            var sandbox = await Sandbox.FindAsync(master, parsed.GetValue(task)!, stop);
            using var agent = master.OfAgent(sandbox.Agent);
            var container = new ContainerID { Value = Ids.NextGuid().ToString(), Parent = new() { Value = sandbox.Container } };
            return await RunAsync(agent, container, parsed.GetValue(line)!, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(Api agent, ContainerID container, string[] line, CancellationToken stop)
    {
        var launch = new Call.Types.LaunchNestedContainerSession
        {
            ContainerId = container, Command = new() { Shell = false, Value = line[0], Arguments = { line } },
        };
        await using var output = await agent.PostForRecordsAsync(
            Calls, Text(new() { Type = CallType.LaunchNestedContainerSession, LaunchNestedContainerSession = launch }), stop);
        var ended = agent.PostAsync(
            Calls, Text(new() { Type = CallType.WaitContainer, WaitContainer = new() { ContainerId = container } }), stop);
        await PrintAsync(output, stop);
        return Code(MesosJson.Parse<Response>(Encoding.UTF8.GetBytes(await ended)).WaitContainer?.ExitStatus ?? 0);
    }

    private static async Task PrintAsync(Stream output, CancellationToken stop)
    {
        var records = new RecordIODecoder();
        await using var standard = Console.OpenStandardOutput();
        await using var error = Console.OpenStandardError();
        var piece = new byte[64 * 1024];
        for (int count; (count = await output.ReadAsync(piece, stop)) > 0;)
        {
            foreach (var record in records.Push(piece.AsSpan(0, count)))
            {
                if (MesosJson.Parse<ProcessIO>(record).Data is { } data)
                {
                    await (data.Type == DataType.Stderr ? error : standard).WriteAsync(data.Data_.Memory, stop);
                }
            }
        }
    }

    /// <summary>The exit code of what waitpid tells.</summary>
    private static int Code(int status) => (status & 0x7f) == 0 ? (status >> 8) & 0xff : SignalBase + (status & 0x7f);

    private static string Text(Call call) => Encoding.UTF8.GetString(MesosJson.Write(call));
}
