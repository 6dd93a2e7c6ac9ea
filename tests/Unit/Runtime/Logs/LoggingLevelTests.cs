using Kernel.Runtime.Logs;
using Kernel.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Kernel.Tests.Unit.Runtime.Logs;

public sealed class LoggingLevelTests
{
    private readonly ManualTime time = new();
    private readonly Heard heard = new();

    [Fact]
    public void More_is_logged_for_a_while_and_then_as_before()
    {
        var level = new LoggingLevel(LogLevel.Information, time);
        using var inner = Factory();
        using var loggers = new LeveledLoggers(inner, level);
        var log = loggers.CreateLogger("any");

        Say(log, "before");
        Assert.Null(level.Raise("1", "10mins"));
        Assert.Equal(1u, level.Level);
        Say(log, "meanwhile");
        time.Advance(TimeSpan.FromMinutes(10));
        Say(log, "after");

        Assert.Equal(0u, level.Level);
        Assert.Equal(["Information before", "Information meanwhile", "Debug meanwhile", "Information after"], heard.Lines);
    }

    [Fact]
    public void Level_2_shows_everything_and_level_0_takes_it_back()
    {
        var level = new LoggingLevel(LogLevel.Warning, time);
        level.Raise("2", "1hrs");
        Assert.Equal(LogLevel.Trace, level.Least);
        level.Raise("0", "1hrs");
        Assert.Equal(LogLevel.Warning, level.Least);
    }

    [Theory]
    [InlineData("", "1secs", "'level=value'")]
    [InlineData("1", "", "'duration=value'")]
    [InlineData("-1", "1secs", "Invalid level '-1'")]
    [InlineData("1", "soon", "Invalid duration 'soon'")]
    [InlineData("1", "0secs", "Invalid duration '0secs'")]
    [InlineData("1", "2weeks", "Invalid duration '2weeks'")]
    public void A_wrong_query_is_refused_and_changes_nothing(string level, string duration, string expected)
    {
        var logging = new LoggingLevel(LogLevel.Information, time);
        Assert.Contains(expected, logging.Raise(level, duration), StringComparison.Ordinal);
        Assert.Equal(0u, logging.Level);
    }

    [Fact]
    public void A_flag_that_names_no_level_is_refused() =>
        Assert.Contains("'LOUD'", Assert.Throws<FormatException>(() => LoggingLevel.LeastOf("LOUD")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_log_file_has_a_link_that_leads_to_the_newest()
    {
        var directory = Directory.CreateTempSubdirectory().FullName;
        var link = LogFile.LinkOf(directory, "kernel-test", "INFO");
        using (var old = new FileLogging(new(directory, "kernel-test", "INFO", TimeSpan.Zero, time), time))
        {
            old.CreateLogger("a").LogInformation("first\nline");
            Assert.EndsWith("info: a[0] first line\n", File.ReadAllText(link), StringComparison.Ordinal);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        using var next = new FileLogging(new(directory, "kernel-test", "INFO", TimeSpan.FromSeconds(5), time), time);
        next.CreateLogger("a").LogWarning("second");
        Assert.Equal("", File.ReadAllText(link));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.EndsWith("warn: a[0] second\n", File.ReadAllText(link), StringComparison.Ordinal);
        Directory.Delete(directory, recursive: true);
    }

    private ILoggerFactory Factory() => LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(heard));

    private static void Say(ILogger log, string when)
    {
        log.LogInformation("{When}", when);
        log.LogDebug("{When}", when);
        log.LogTrace("{When}", when);
    }
}
