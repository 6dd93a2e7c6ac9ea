using System.Globalization;
using System.Text;
using Xunit;

namespace Kernel.Tests.Unit.Protocol.AgentLink;

public sealed class IncomingLinkTests
{
    private const string From = "slave(1)@10.0.0.1:5051";
    private const string Accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";

    private static readonly string Pong = Head("slave-observer(1)", "PongSlaveMessage");

    private static readonly string Chunked =
        Head("master", "RegisterSlaveMessage", "Transfer-Encoding: chunked") + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";

    private static readonly string Sized = Head("slave%281%29", "PingSlaveMessage", "content-length: 5") + "hello";

    [Fact]
    public async Task Messages_are_taken_in_any_framing_and_answered_in_order()
    {
        await using var host = await LinkHost.StartAsync();
        var answers = await host.TalkAsync(Pong + Chunked + Sized);
        Assert.Equal(Accepted + Accepted + Accepted, answers);
        await AssertMessagesAsync(host);
        Assert.Equal(From, (await host.NextClosedAsync()).ToString());
    }

    [Fact]
    public async Task A_stream_may_be_cut_anywhere()
    {
        await using var host = await LinkHost.StartAsync();
        var all = Pong + Chunked + Sized;
        var answers = await host.TalkAsync(all.Select(static c => c.ToString()));
        Assert.Equal(Accepted + Accepted + Accepted, answers);
        await AssertMessagesAsync(host);
    }

    [Fact]
    public async Task The_user_agent_names_the_sender_too()
    {
        await using var host = await LinkHost.StartAsync();
        await host.TalkAsync($"POST /master/mesos.internal.X HTTP/1.1\r\nUser-Agent: libprocess/{From}\r\n\r\n");
        Assert.Equal(From, (await host.NextAsync()).From.ToString());
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "ok")]
    [InlineData("POST /api/v1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "api")]
    [InlineData("POST /api/v1 HTTP/1.1\r\nHost: h\r\nUser-Agent: libprocess/x@h:1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "api")]
    public async Task Everything_else_on_the_port_is_http(string request, string answer)
    {
        await using var host = await LinkHost.StartAsync();
        Assert.Contains(answer, await host.AskAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 1048577", "")]
    [InlineData("Content-Length: -1", "")]
    [InlineData("Content-Length: 3x", "abc")]
    [InlineData("Transfer-Encoding: chunked", "100001\r\n")]
    [InlineData("Transfer-Encoding: chunked", "zz\r\n")]
    [InlineData("Transfer-Encoding: chunked", "1\r\nab\r\n")]
    public async Task A_malformed_or_oversized_message_closes_the_connection(string header, string body)
    {
        await using var host = await LinkHost.StartAsync();
        var answers = await host.TalkAsync(Pong + Head("master", "X", header) + body);
        Assert.Contains("400 Bad Request", answers, StringComparison.Ordinal);
        Assert.Equal("mesos.internal.PongSlaveMessage", (await host.NextAsync()).Name);
    }

    [Fact]
    public async Task Once_a_peer_has_spoken_on_a_newer_connection_nothing_is_taken_on_an_older_one()
    {
        await using var host = await LinkHost.StartAsync();
        using var older = await host.ConnectAsync();
        await older.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Pong));
        Assert.Equal("mesos.internal.PongSlaveMessage", (await host.NextAsync()).Name);
        await host.TalkAsync(Sized);
        Assert.Equal("mesos.internal.PingSlaveMessage", (await host.NextAsync()).Name);
        using var newest = await host.ConnectAsync();
        await newest.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Chunked));
        Assert.Equal("mesos.internal.RegisterSlaveMessage", (await host.NextAsync()).Name);

        await older.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Pong));
        await newest.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Sized));

        Assert.Equal("mesos.internal.PingSlaveMessage", (await host.NextAsync()).Name);
        using var answers = new StreamReader(older.GetStream(), Encoding.Latin1);
        Assert.Equal(Accepted, await answers.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_request_in_the_middle_of_a_link_that_is_no_message_closes_it()
    {
        await using var host = await LinkHost.StartAsync();
        var answers = await host.TalkAsync(Pong + "GET /health HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.StartsWith(Accepted + "HTTP/1.1 400", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_message_comes_whole()
    {
        await using var host = await LinkHost.StartAsync();
        var body = new string('x', 1 << 20);
        await host.TalkAsync(Head("master", "X", $"Content-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}"), body);
        Assert.Equal(body, Encoding.ASCII.GetString((await host.NextAsync()).Body.Span));
    }

    private static async Task AssertMessagesAsync(LinkHost host)
    {
        (string To, string Name, string Body)[] expected =
        [
            ("slave-observer(1)", "mesos.internal.PongSlaveMessage", ""),
            ("master", "mesos.internal.RegisterSlaveMessage", "abc0123456789"),
            ("slave(1)", "mesos.internal.PingSlaveMessage", "hello"),
        ];
        foreach (var (to, name, body) in expected)
        {
            var message = await host.NextAsync();
            Assert.Equal((From, to, name), (message.From.ToString(), message.To, message.Name));
            Assert.Equal(body, Encoding.ASCII.GetString(message.Body.Span));
        }
    }

    private static string Head(string to, string name, string? header = null) =>
        $"POST /{to}/mesos.internal.{name} HTTP/1.1\r\nLibprocess-From: {From}\r\nConnection: Keep-Alive\r\n"
        + (header is null ? "\r\n" : header + "\r\n\r\n");
}
