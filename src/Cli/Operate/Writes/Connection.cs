using System.CommandLine;

namespace Kernel.Cli.Operate.Writes;

/// <summary>How a command, and every command below it, reaches the master and answers.</summary>
/// <param name="Master">Where the master is.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record Connection(Option<string> Master, Option<bool> Json)
{
    /// <summary>Options that hold before and after the name of a command below the one that has them.</summary>
    public static Connection Create()
    {
        var (master, json) = (OperatorCommand.Master(), OperatorCommand.AsJson());
        (master.Recursive, json.Recursive) = (true, true);
        return new(master, json);
    }

    /// <summary>A command that lists what is set, and has commands below it that change that.</summary>
    public Command Listing(string name, string description, Func<Api, CancellationToken, Task<Report>> read)
    {
        var command = new Command(name, description) { Master, Json };
        command.SetAction(async (parsed, stop) =>
        {
            using var api = new Api(parsed.GetValue(Master)!);
            var report = await read(api, stop);
            report.Print(parsed.GetValue(Json));
            return ExitCode.Success;
        });
        return command;
    }
}
