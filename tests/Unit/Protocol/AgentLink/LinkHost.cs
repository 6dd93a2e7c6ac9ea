using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kernel.Tests.Unit.Protocol.AgentLink;

/// <summary>A real listener on a loopback port that serves the link and a little HTTP.</summary>
internal sealed class LinkHost : ILinkReceiver, IAsyncDisposable
{
    private readonly Channel<LinkMessage> messages = Channel.CreateUnbounded<LinkMessage>();
    private readonly Channel<Upid> closed = Channel.CreateUnbounded<Upid>();
    private readonly WebApplication application;

    private LinkHost(int messageBytesMax, Tls? tls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
                listen.UseTls(tls, TimeProvider.System).UseAgentLink(this, null, messageBytesMax)));
        application = builder.Build();
        application.MapGet("/health", static () => "ok");
        application.MapPost("/api/v1", static () => "api");
    }

    public int Port => new Uri(application.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public Upid Master => new("master", "127.0.0.1", Port);

    public static async Task<LinkHost> StartAsync(int messageBytesMax = 1 << 20, Tls? tls = null)
    {
        var host = new LinkHost(messageBytesMax, tls);
        await host.application.StartAsync();
        return host;
    }

    public void Received(LinkMessage message) => messages.Writer.TryWrite(message);

    public void Closed(Upid peer) => closed.Writer.TryWrite(peer);

    public async Task<LinkMessage> NextAsync() => await messages.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<Upid> NextClosedAsync() => await closed.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Sends pieces of bytes, ends the sending side, and gives all that is answered.</summary>
    public Task<string> TalkAsync(params IEnumerable<string> pieces) => TalkAsync(pieces, isEnded: true);

    /// <summary>Sends a request in two pieces, and gives all that is answered until the server closes.</summary>
    public Task<string> AskAsync(string request) => TalkAsync([request[..7], request[7..]], isEnded: false);

    /// <summary>Opens a connection on which somebody may speak later, and others before him.</summary>
    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    private async Task<string> TalkAsync(IEnumerable<string> pieces, bool isEnded)
    {
        using var client = await ConnectAsync();
        await using var stream = client.GetStream();
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(piece));
        }

        if (isEnded)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var answers = new StreamReader(stream, Encoding.Latin1);
        return await answers.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }
}
