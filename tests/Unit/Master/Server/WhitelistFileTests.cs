using System.Collections.Immutable;
using System.Threading.Channels;
using Kernel.Master.Server;
using Kernel.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kernel.Tests.Unit.Master.Server;

public sealed class WhitelistFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();
    private readonly ManualTime time = new();

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task What_it_says_is_told_at_once_and_again_when_it_has_changed()
    {
        await File.WriteAllTextAsync(path, "a\n b \n\n");
        var told = Channel.CreateUnbounded<ImmutableHashSet<string>>();
        using var stop = new CancellationTokenSource();
        var watching = WhitelistFile.Open(path, time, NullLogger.Instance)!
            .WatchAsync(hosts => told.Writer.WriteAsync(hosts), stop.Token);
        Assert.Equal(["a", "b"], (await told.Reader.ReadAsync()).Order());

        await File.WriteAllTextAsync(path, "c");
        time.Advance(WhitelistFile.Interval);
        Assert.Equal(["c"], await told.Reader.ReadAsync());

        File.Delete(path);
        time.Advance(WhitelistFile.Interval);
        await File.WriteAllTextAsync(path, "d");
        time.Advance(WhitelistFile.Interval);
        Assert.Equal(["d"], await told.Reader.ReadAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public void One_that_is_not_there_is_refused_by_the_name_of_the_flag()
    {
        Assert.Null(WhitelistFile.Open(null, time, NullLogger.Instance));
        var refused = Assert.Throws<FormatException>(() => WhitelistFile.Open("/nowhere/at/all", time, NullLogger.Instance));
        Assert.Contains("'whitelist'", refused.Message, StringComparison.Ordinal);
    }
}
