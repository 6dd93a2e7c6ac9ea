using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;
using Xunit;

namespace Kernel.Tests.Unit.Protocol.AgentLink;

public sealed class LinkSenderTests
{
    private static readonly Upid Self = new("slave(1)", "127.0.0.1", 1);

    private readonly Channel<Upid> lost = Channel.CreateUnbounded<Upid>();

    [Fact]
    public async Task Messages_arrive_whole_and_in_order()
    {
        await using var host = await LinkHost.StartAsync();
        await using var sender = new LinkSender(Self, TimeProvider.System, Lost);
        for (var i = 0; i < 1000; i++)
        {
            sender.Send(host.Master, Ping(i % 2 == 0), i % 3 == 0 ? "slave-observer(3)" : null);
        }

        for (var i = 0; i < 1000; i++)
        {
            var message = await host.NextAsync();
            Assert.Equal(("mesos.internal.PingSlaveMessage", "master"), (message.Name, message.To));
            Assert.Equal(i % 2 == 0, PingSlaveMessage.Parser.ParseFrom(message.Body.Span).Connected);
            Assert.Equal(i % 3 == 0 ? "slave-observer(3)" : "slave(1)", message.From.Id);
        }
    }

    [Fact]
    public async Task An_empty_message_arrives()
    {
        await using var host = await LinkHost.StartAsync();
        await using var sender = new LinkSender(Self, TimeProvider.System, Lost);
        sender.Send(host.Master, new PongSlaveMessage());
        Assert.Equal(0, (await host.NextAsync()).Body.Length);
    }

    [Fact]
    public async Task A_peer_that_cannot_be_reached_is_told_of()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var nobody = new Upid("master", "127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);
        await using var sender = new LinkSender(Self, TimeProvider.System, Lost);
        sender.Send(nobody, Ping(true));
        Assert.Equal(nobody, await NextLostAsync());
    }

    [Fact]
    public async Task A_peer_that_goes_is_told_of_and_can_come_back()
    {
        var host = await LinkHost.StartAsync();
        await using var sender = new LinkSender(Self, TimeProvider.System, Lost);
        var observer = host.Master.WithId("slave-observer(1)");
        sender.Send(host.Master, Ping(true));
        sender.Send(observer, Ping(true));
        await host.NextAsync();
        await host.NextAsync();
        var there = host.Master;
        await host.DisposeAsync();
        Assert.Equal([there, observer], new[] { await NextLostAsync(), await NextLostAsync() }.OrderBy(static peer => peer.Id.Length));

        await using var other = await LinkHost.StartAsync();
        sender.Send(other.Master, Ping(false));
        await other.NextAsync();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_cut_off_and_harms_nobody()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen();
        var peer = new Upid("slave(1)", "127.0.0.1", ((IPEndPoint)deaf.LocalEndPoint!).Port);
        await using var host = await LinkHost.StartAsync();
        await using var sender = new LinkSender(() => Self, TimeProvider.System, Lost, queuedMax: 100);
        var large = new ShutdownMessage { Message = new string('x', 100_000) };
        for (var i = 0; i < 1000 && lost.Reader.Count == 0; i++)
        {
            sender.Send(peer, large);
        }

        Assert.Equal(peer, await NextLostAsync());
        sender.Send(host.Master, Ping(true));
        await host.NextAsync();
    }

    [Fact]
    public async Task A_closed_connection_is_not_told_of()
    {
        await using var host = await LinkHost.StartAsync();
        await using var sender = new LinkSender(Self, TimeProvider.System, Lost);
        sender.Send(host.Master, Ping(true));
        await host.NextAsync();
        sender.Close(host.Master);
        Assert.Equal(Self, await host.NextClosedAsync());
        Assert.Equal(0, lost.Reader.Count);
    }

    [Theory]
    [InlineData("slave(1)@10.0.0.1:5051", "slave(1)", "10.0.0.1", 5051)]
    [InlineData("master@[::1]:5050", "master", "::1", 5050)]
    [InlineData("@0.0.0.0:0", "", "0.0.0.0", 0)]
    public void An_address_is_read_and_written(string text, string id, string host, int port)
    {
        Assert.Equal(new Upid(id, host, port), Upid.Parse(text));
        Assert.Equal(text, Upid.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("master")]
    [InlineData("master@10.0.0.1")]
    [InlineData("master@:5050")]
    [InlineData("master@h:70000")]
    [InlineData("ma ster@h:1")]
    [InlineData("master@h\r\nX: y:1")]
    public void A_malformed_address_is_refused(string text) => Assert.False(Upid.TryParse(text, out _));

    [Fact]
    public void The_ip_of_a_master_is_in_network_order()
    {
        Assert.Equal(0x0100007Fu, Upid.ToMasterInfoIp(IPAddress.Loopback));
        Assert.Equal(IPAddress.Loopback, Upid.FromMasterInfoIp(0x0100007F));
    }

    private static PingSlaveMessage Ping(bool connected) => new() { Connected = connected };

    private void Lost(Upid peer) => lost.Writer.TryWrite(peer);

    private async Task<Upid> NextLostAsync() => await lost.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
