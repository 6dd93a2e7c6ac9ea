using System.CommandLine;
using Kernel.Cli.Flags;
using Kernel.Runtime.Logs;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary>A command that runs one component until a signal, or until it fails.</summary>
internal static class ComponentCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it runs.</param>
    /// <param name="environmentPrefix">The beginning of its environment variables.</param>
    /// <param name="run">Runs the component; what it returns is the exit code.</param>
    public static Command Build<TOptions>(
        string name, string description, string environmentPrefix, Func<TOptions, ILoggerFactory, Signals, Task<int>> run)
        where TOptions : class, new()
    {
        var command = new Command(name, description);
        var flags = new FlagOptions<TOptions>(environmentPrefix);
        flags.AddTo(command);
        var level = new Option<string>("--logging_level")
        {
            Description = "The least that is logged: INFO, WARNING or ERROR.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(environmentPrefix + "LOGGING_LEVEL") ?? "INFO",
        };
        if (!command.Options.Any(static option => option.Name == "--logging_level"))
        {
            command.Options.Add(level);
        }

        command.SetAction(async (parsed, _) =>
        {
            var options = flags.Bind(parsed);
            using var logs = options is ILogFlags log
                ? Logs.Of(log, $"kernel-{name}")
                : Logs.To(LoggingLevel.LeastOf(parsed.GetValue(level)!));
            using var signals = new Signals();
            return await run(options, logs, signals);
        });
        return command;
    }

    /// <summary>Waits for a signal or a failure.</summary>
    /// <exception cref="Exception">The component has failed.</exception>
    public static async Task WaitAsync(Signals signals, params Task[] completions)
    {
        var first = await Task.WhenAny([signals.Ended, .. completions]);
        await first;
    }
}
