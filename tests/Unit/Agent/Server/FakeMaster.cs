using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kernel.Tests.Unit.Agent.Server;

/// <summary>A master that admits the agent and otherwise says what the test wants it to.</summary>
internal sealed class FakeMaster : ILinkReceiver, IAsyncDisposable
{
    private readonly Channel<LinkMessage> messages = Channel.CreateUnbounded<LinkMessage>();
    private readonly WebApplication web;
    private readonly LinkSender link;

    private FakeMaster(int port)
    {
        Self = new("master", "127.0.0.1", port);
        link = new(Self, TimeProvider.System, static _ => { });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseAgentLink(this)));
        web = builder.Build();
        web.Run(static context => context.Response.WriteAsync("not a link"));
    }

    public Upid Self { get; }

    public Upid Agent { get; private set; }

    public static async Task<FakeMaster> StartAsync()
    {
        var master = new FakeMaster(FreePort());
        await master.web.StartAsync();
        return master;
    }

    public static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Received(LinkMessage message)
    {
        Agent = message.From;
        messages.Writer.TryWrite(message with { Body = message.Body.ToArray() });
    }

    public async Task<T> NextAsync<T>()
        where T : IMessage<T>, new()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var message = await messages.Reader.ReadAsync(timeout.Token);
            if (message.Name == $"mesos.internal.{typeof(T).Name}")
            {
                var parsed = new T();
                parsed.MergeFrom(message.Body.ToArray());
                return parsed;
            }
        }
    }

    public async Task AdmitAsync()
    {
        await NextAsync<RegisterSlaveMessage>();
        Send(new SlaveRegisteredMessage { SlaveId = new() { Value = "M-S0" } });
        await NextAsync<UpdateSlaveMessage>();
    }

    public void Send(IMessage message) => link.Send(Agent, message);

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await web.DisposeAsync();
    }
}
