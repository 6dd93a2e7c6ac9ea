using Microsoft.Extensions.Logging;

namespace Kernel.Runtime.Logs;

/// <summary>The loggers of one component: what its level does not let through is not logged, whatever the level was before.</summary>
/// <param name="inner">Where it is logged; the caller's, and not closed here.</param>
/// <param name="level">How much is logged now.</param>
public sealed class LeveledLoggers(ILoggerFactory inner, LoggingLevel level) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LeveledLogger(inner.CreateLogger(categoryName), level);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LeveledLogger(ILogger inner, LoggingLevel level) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= level.Least && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
