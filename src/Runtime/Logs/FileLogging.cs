using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Kernel.Runtime.Logs;

/// <summary>Logs to a file, one line an event, as to standard error.</summary>
/// <param name="file">The file; closed with this.</param>
/// <param name="time">The clock.</param>
public sealed class FileLogging(LogFile file, TimeProvider time) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new FileLogger(file, time, categoryName);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private sealed class FileLogger(LogFile file, TimeProvider time, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception).ReplaceLineEndings(" ");
            var why = exception is null ? "" : " " + exception.ToString().ReplaceLineEndings(" ");
            var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            file.WriteLine($"{now} {NameOf(logLevel)}: {category}[{eventId.Id}] {text}{why}");
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
    }
}
