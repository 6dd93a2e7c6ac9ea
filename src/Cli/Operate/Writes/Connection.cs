using System.CommandLine;

namespace Kernel.Cli.Operate.Writes;

/// <summary>How a command, and every command below it, reaches the master and answers.</summary>
/// <param name="Reaching">How it reaches the master.</param>
/// <param name="Json">Whether to print JSON.</param>
internal sealed record Connection(Reaching Reaching, Option<bool> Json)
{
    /// <summary>Options that hold before and after the name of a command below the one that has them.</summary>
    public static Connection Create()
    {
        var json = OperatorCommand.AsJson();
        json.Recursive = true;
        return new(Reaching.Create(recursive: true), json);
    }

    /// <summary>Speaks to the master.</summary>
    /// <exception cref="FormatException">The credential or the certificates cannot be read.</exception>
    public Task<Api> ReachAsync(ParseResult parsed, CancellationToken stop) => Reaching.ReachAsync(parsed, stop);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Reaching.AddTo(command);
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
