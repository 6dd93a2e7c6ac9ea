using System.CommandLine;

namespace Kernel.Cli.Operate;

/// <summary>The options that every command shares which asks a running cluster.</summary>
internal static class OperatorCommand
{
    /// <summary>Where Marathon is.</summary>
    public static Option<string> Marathon() => new("--marathon")
    {
        Description = "Marathon, as host:port or URL (environment: KERNEL_MARATHON).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("KERNEL_MARATHON") ?? "127.0.0.1:8080",
    };

    /// <summary>JSON in place of a table.</summary>
    public static Option<bool> AsJson() => new("--json") { Description = "Print JSON." };

    /// <summary>A command that reads from the master and prints a report.</summary>
    public static Command Reporting(
        string name, string description, Func<Api, CancellationToken, Task<Report>> read)
    {
        var (reaching, json) = (Reaching.Create(), AsJson());
        var command = new Command(name, description) { json };
        reaching.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await reaching.ReachAsync(parsed, stop);
            var report = await read(api, stop);
            report.Print(parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }
}
