using System.Globalization;
using Kernel.Runtime.Flags;
using Microsoft.Extensions.Logging;

namespace Kernel.Runtime.Logs;

/// <summary>
/// How much a component logs: what its flag says, and for a while more if an operator asks for it (libprocess: logging.cpp). Level 0 is the
/// flag's, level 1 adds what is told of single requests and messages, level 2 and more adds every input of the loop.
/// </summary>
/// <param name="least">The least that is logged at level 0.</param>
/// <param name="time">The clock.</param>
public sealed class LoggingLevel(LogLevel least, TimeProvider time)
{
    /// <summary>The longest that more may be logged.</summary>
    public static readonly TimeSpan DurationMax = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private uint raised;
    private DateTimeOffset until;

    /// <summary>The level now.</summary>
    public uint Level
    {
        get
        {
            lock (gate)
            {
                return raised > 0 && time.GetUtcNow() < until ? raised : 0;
            }
        }
    }

    /// <summary>The least that is logged now.</summary>
    public LogLevel Least => Level switch
    {
        0 => least,
        1 => Lower(LogLevel.Debug),
        _ => Lower(LogLevel.Trace),
    };

    /// <summary>The level that a flag names: INFO, WARNING or ERROR as in Mesos, or any of .NET's.</summary>
    /// <exception cref="FormatException">It names none.</exception>
    public static LogLevel LeastOf(string flag) => flag.ToUpperInvariant() switch
    {
        "INFO" => LogLevel.Information,
        _ when Enum.TryParse<LogLevel>(flag, ignoreCase: true, out var level) && Enum.IsDefined(level) => level,
        _ => throw new FormatException($"--logging_level must be INFO, WARNING or ERROR, not '{flag}'"),
    };

    /// <summary>Raises the level for a while.</summary>
    /// <returns>Why it is not raised; null if it is.</returns>
    public string? Raise(uint level, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero || duration > DurationMax)
        {
            return "the duration must be more than nothing and at most a week";
        }

        lock (gate)
        {
            (raised, until) = (level, time.GetUtcNow() + duration);
        }

        return null;
    }

    /// <summary>Raises the level as a query asks, <c>level=1&amp;duration=10mins</c>.</summary>
    /// <returns>What is wrong with the query; null if the level is raised.</returns>
    public string? Raise(string level, string duration)
    {
        if (level.Length == 0 || duration.Length == 0)
        {
            return $"Expecting '{(level.Length == 0 ? "level=value" : "duration=value")}' in query.\n";
        }

        if (!uint.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return $"Invalid level '{level}'.\n";
        }

        return MesosDuration.TryParse(duration, out var span) && Raise(number, span) is null
            ? null
            : $"Invalid duration '{duration}': expecting one such as 10mins, of at most a week.\n";
    }

    private LogLevel Lower(LogLevel level) => level < least ? level : least;
}
