using System.Text;
using System.Threading.Channels;
using Kernel.ZooKeeper;
using Kernel.ZooKeeper.Masters;
using Xunit;

namespace Kernel.Tests.Unit.ZooKeeper;

public sealed class MasterDetectorTests(ZooKeeperFixture fixture) : IClassFixture<ZooKeeperFixture>
{
    private const string Old = """{"hostname":"old","id":"x","ip":16777343,"pid":"master@127.0.0.1:5050","port":5055}""";
    private const string New =
        """{"address":{"hostname":"m","ip":"10.0.0.1","port":5051},"hostname":"m","id":"x","ip":1,"pid":"master@1.0.0.0:1","port":1}""";

    [Theory]
    [InlineData(New, "10.0.0.1:5051", "m")]
    [InlineData(Old, "127.0.0.1:5055", "old")]
    [InlineData("""{"ip":16777343}""", "127.0.0.1:5050", "127.0.0.1")]
    [InlineData("""{"address":{"ip":"::1","port":5050}}""", "[::1]:5050", "::1")]
    public void A_master_says_where_it_is(string json, string address, string hostname)
    {
        var master = DetectedMaster.Parse(Encoding.UTF8.GetBytes(json));
        Assert.Equal((address, hostname), (master!.Address, master.Hostname));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"address":{"port":5050}}""")]
    [InlineData("""{"address":{"ip":"nowhere","port":5050}}""")]
    [InlineData("""{"address":{"ip":"127.0.0.1","port":70000}}""")]
    [InlineData("""{"ip":-1}""")]
    public void What_is_no_master_is_none(string json) => Assert.Null(DetectedMaster.Parse(Encoding.UTF8.GetBytes(json)));

    [ZooKeeperFact]
    public async Task The_first_in_the_queue_is_the_leader_and_each_later_one_is_told()
    {
        var address = fixture.Fresh();
        using var stop = new CancellationTokenSource();
        var told = Channel.CreateUnbounded<string>();
        var detector = new MasterDetector(address, TimeSpan.FromSeconds(2), TimeProvider.System);
        var running = detector.RunAsync(
            master => told.Writer.WriteAsync(master?.Address ?? "none"), trouble => told.Writer.TryWrite(trouble), stop.Token);
        Assert.Equal("none", await told.Reader.ReadAsync());

        var first = await JoinAsync(address, Old);
        Assert.Equal("127.0.0.1:5055", await told.Reader.ReadAsync());
        await using var second = await JoinAsync(address, New);
        Assert.Equal("127.0.0.1:5055", (await detector.FindAsync(default))!.Address);
        await first.DisposeAsync();
        Assert.Equal("10.0.0.1:5051", await told.Reader.ReadAsync());
        await second.DisposeAsync();
        Assert.Equal("none", await told.Reader.ReadAsync());
        await stop.CancelAsync();
        await running;
        Assert.False(told.Reader.TryRead(out _));
    }

    [ZooKeeperFact]
    public async Task While_zookeeper_cannot_be_asked_the_last_one_stands()
    {
        await using var line = new CuttableLine(fixture.Port);
        var address = fixture.Fresh();
        await using var master = await JoinAsync(address, Old);
        using var stop = new CancellationTokenSource();
        var told = Channel.CreateUnbounded<string>();
        var running = new MasterDetector(
            address with { Servers = [new("127.0.0.1", line.Port)] }, TimeSpan.FromSeconds(1), TimeProvider.System).RunAsync(
            found => told.Writer.WriteAsync(found?.Address ?? "none"), static _ => { }, stop.Token);
        Assert.Equal("127.0.0.1:5055", await told.Reader.ReadAsync());
        line.Cut();
        await using var second = await JoinAsync(address, New);
        await master.DisposeAsync();
        Assert.Equal("10.0.0.1:5051", await told.Reader.ReadAsync());
        await stop.CancelAsync();
        await running;
    }

    private static async Task<ZooKeeperSession> JoinAsync(ZooKeeperAddress address, string info)
    {
        var session = await ZooKeeperFixture.OpenAsync(address);
        await MasterGroup.Of(address).JoinAsync(session, Encoding.UTF8.GetBytes(info), default);
        return session;
    }
}
