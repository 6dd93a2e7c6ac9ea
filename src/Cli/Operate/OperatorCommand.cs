using System.CommandLine;
using Kernel.Runtime.Authentication;

namespace Kernel.Cli.Operate;

/// <summary>The options that every command shares which asks a running cluster.</summary>
internal static class OperatorCommand
{
    /// <summary>Where the master is.</summary>
    public static Option<string> Master() => new("--master")
    {
        Description = "The master, as host:port, URL or zk://host:port/path (environment: KERNEL_MASTER).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_MASTER") ?? "127.0.0.1:5050",
    };

    /// <summary>Where Marathon is.</summary>
    public static Option<string> Marathon() => new("--marathon")
    {
        Description = "Marathon, as host:port or URL (environment: KERNEL_MARATHON).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_MARATHON") ?? "127.0.0.1:8080",
    };

    /// <summary>Who calls.</summary>
    public static Option<string?> Credential() => new("--credential")
    {
        Description = "The file that says who calls: {\"principal\":\"p\",\"secret\":\"s\"} (environment: KERNEL_CREDENTIAL).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_CREDENTIAL"),
    };

    /// <summary>Speaks to the server that an option names, or to the leader that it is found by, as who another option says.</summary>
    /// <exception cref="FormatException">The credential cannot be read.</exception>
    /// <exception cref="Refusal">There is no leader, or ZooKeeper cannot be asked.</exception>
    public static async Task<Api> ReachAsync(
        ParseResult parsed, Option<string> server, Option<string?> credential, CancellationToken stop) => new(
        await MasterLookup.FindAsync(parsed.GetValue(server)!, stop),
        parsed.GetValue(credential) is { Length: > 0 } file ? CredentialsFile.ReadOne("credential", file) : null);

    /// <summary>JSON in place of a table.</summary>
    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON." };

    /// <summary>A command that reads from the master and prints a report.</summary>
    public static Command Reporting(
        string name, string description, Func<Api, CancellationToken, Task<Report>> read)
    {
        var (master, credential, json) = (Master(), Credential(), AsJson());
        var command = new Command(name, description) { master, credential, json };
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await ReachAsync(parsed, master, credential, stop);
            var report = await read(api, stop);
            report.Print(parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }
}
