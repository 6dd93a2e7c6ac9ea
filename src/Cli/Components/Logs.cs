using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary>Where components log: to standard error, one line an event.</summary>
internal static class Logs
{
    /// <summary>A factory that logs from a level on.</summary>
    public static ILoggerFactory To(LogLevel level) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(level)
        .AddFilter("Microsoft", LogLevel.Warning)
        // A server that cannot start is told of by the command, in one line.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None)
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        })
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            static console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    /// <summary>The level that a flag names: INFO, WARNING or ERROR as in Mesos, or any of .NET's.</summary>
    public static LogLevel LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "INFO" => LogLevel.Information,
        _ when Enum.TryParse<LogLevel>(name, ignoreCase: true, out var level) => level,
        _ => throw new FormatException($"--logging_level must be INFO, WARNING or ERROR, not '{name}'"),
    };
}
