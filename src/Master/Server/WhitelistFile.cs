using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Kernel.Master.Server;

/// <summary>The file of <c>--whitelist</c>: the hosts whose agents are offered, one a line (Mesos: WhitelistWatcher).</summary>
internal sealed partial class WhitelistFile
{
    /// <summary>How often it is read.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const long BytesMax = 64 * 1024 * 1024;

    private readonly string path;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private ImmutableHashSet<string> hosts;

    private WhitelistFile(string path, TimeProvider time, ILogger log)
    {
        (this.path, this.time, this.log) = (path, time, log);
        hosts = Read();
    }

    /// <summary>Opens the file of the flag; null if it is not given.</summary>
    /// <exception cref="FormatException">It cannot be read; the message names the flag.</exception>
    public static WhitelistFile? Open(string? path, TimeProvider time, ILogger log)
    {
        try
        {
            return path is null ? null : new(path, time, log);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Failed to load flag 'whitelist': {failure.Message}");
        }
    }

    /// <summary>Tells what it says, at once and whenever that has changed; what cannot be read changes nothing.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task WatchAsync(Func<ImmutableHashSet<string>, ValueTask> tell, CancellationToken stop)
    {
        await tell(hosts).ConfigureAwait(false);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (HasChanged())
            {
                await tell(hosts).ConfigureAwait(false);
            }
        }
    }

    private bool HasChanged()
    {
        try
        {
            var before = hosts;
            hosts = Read();
            return !hosts.SetEquals(before);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Unreadable(log, failure.Message);
            return false;
        }
    }

    private ImmutableHashSet<string> Read() => new FileInfo(path).Length > BytesMax
        ? throw new IOException($"{path} is larger than {BytesMax} bytes")
        : [.. File.ReadLines(path).Select(static line => line.Trim()).Where(static line => line.Length > 0)];

    [LoggerMessage(1, LogLevel.Warning, "Keeping the whitelist as it was: {Reason}")]
    private static partial void Unreadable(ILogger log, string reason);
}
