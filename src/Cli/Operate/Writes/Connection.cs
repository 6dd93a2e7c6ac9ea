using System.CommandLine;

namespace Kernel.Cli.Operate.Writes;

/// <summary>How a command, and every command below it, reaches the master and answers.</summary>
/// <param name="Master">Where the master is.</param>
/// <param name="Credential">Who calls.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record Connection(Option<string> Master, Option<string?> Credential, Option<bool> Json)
{
    /// <summary>Options that hold before and after the name of a command below the one that has them.</summary>
    public static Connection Create()
    {
        var (master, credential, json) = (OperatorCommand.Master(), OperatorCommand.Credential(), OperatorCommand.AsJson());
        (master.Recursive, credential.Recursive, json.Recursive) = (true, true, true);
        return new(master, credential, json);
    }

    /// <summary>Speaks to the master.</summary>
    /// <exception cref="FormatException">The credential cannot be read.</exception>
    public Task<Api> ReachAsync(ParseResult parsed, CancellationToken stop) =>
        OperatorCommand.ReachAsync(parsed, Master, Credential, stop);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(Master);
        command.Add(Credential);
        command.Add(Json);
    }

    /// <summary>A command that lists what is set, and has commands below it that change that.</summary>
    public Command Listing(string name, string description, Func<Api, CancellationToken, Task<Report>> read)
    {
        var command = new Command(name, description);
        AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await ReachAsync(parsed, stop);
            var report = await read(api, stop);
            report.Print(parsed.GetValue(Json));
            return ExitCode.Success;
        });
        return command;
    }
}
