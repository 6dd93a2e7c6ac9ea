using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernel.Protocol;

namespace Kernel.Cli.Operate.Writes;

/// <summary>Builds the commands that change something: each sends the master one call, or only shows it.</summary>
internal static class WriteCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A command of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its arguments and options.</param>
    /// <param name="prepare">What it asks for; it may read from the master, and changes nothing.</param>
    public static Command Build(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<ParseResult, Api, CancellationToken, Task<Change>> prepare)
    {
        var connection = Connection.Create();
        var command = Build(connection, name, description, symbols, prepare);
        connection.AddTo(command);
        return command;
    }

    /// <summary>A command below one that has the options of a connection.</summary>
    /// <inheritdoc cref="Build(string, string, IReadOnlyList{Symbol}, Func{ParseResult, Api, CancellationToken, Task{Change}})"/>
    public static Command Build(
        Connection connection,
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<ParseResult, Api, CancellationToken, Task<Change>> prepare)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be sent, and to whom; send nothing." };
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            Add(command, symbol);
        }

        command.Add(dryRun);
        command.SetAction(async (parsed, stop) =>
        {
            using var master = await connection.ReachAsync(parsed, stop);
            var change = await prepare(parsed, master, stop);
            var isSent = !parsed.GetValue(dryRun);
            if (isSent)
            {
                await master.TellAsync(change.Call, stop);
                await (change.Wait?.Invoke(master, stop) ?? Task.CompletedTask);
            }

            Print(change, master.CallsUrl, isSent, parsed.GetValue(connection.Json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Add(Command command, Symbol symbol)
    {
        if (symbol is Option option)
        {
            command.Add(option);
        }
        else
        {
            command.Add((Argument)symbol);
        }
    }

    private static void Print(Change change, string url, bool isSent, bool json)
    {
        var call = JsonNode.Parse(MesosJson.Write(change.Call))!;
        Console.Out.WriteLine(
            json ? new JsonObject { ["sent"] = isSent, ["to"] = url, ["call"] = call }.ToJsonString(Indented)
            : isSent ? change.Done
            : $"Would send to {url}:\n{call.ToJsonString(Indented)}");
    }
}
