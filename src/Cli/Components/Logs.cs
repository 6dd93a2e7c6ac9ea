using Kernel.Runtime.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kernel.Cli.Components;

/// <summary>Where components log: to standard error, one line an event.</summary>
internal static class Logs
{
    /// <summary>A factory that logs from a level on.</summary>
    public static ILoggerFactory To(LogLevel level) => Build(level, AddConsole);

    private static ILoggerFactory Build(LogLevel level, Action<ILoggingBuilder> add) => LoggerFactory.Create(logging => add(logging
        .SetMinimumLevel(level)
        .AddFilter("Microsoft", LogLevel.Warning)
        // A server that cannot start is told of by the command, in one line.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.None)));

    private static void AddConsole(ILoggingBuilder logging) => logging
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        })
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            static console => console.LogToStandardErrorThreshold = LogLevel.Trace);

    /// <summary>A factory that logs where a component's flags say. How much of it, the component decides as it goes.</summary>
    /// <exception cref="FormatException">There is no such level.</exception>
    public static ILoggerFactory Of(ILogFlags flags, string program)
    {
        LoggingLevel.LeastOf(flags.LoggingLevel);
        var file = flags.LogDir is { } directory
            ? new LogFile(directory, program, flags.LoggingLevel, TimeSpan.FromSeconds(flags.Logbufsecs), TimeProvider.System)
            : null;
        return Build(LogLevel.Trace, logging =>
        {
            if (!flags.Quiet)
            {
                AddConsole(logging);
            }

            if (file is not null)
            {
                logging.AddProvider(new FileLogging(file, TimeProvider.System));
            }
        });
    }
}
