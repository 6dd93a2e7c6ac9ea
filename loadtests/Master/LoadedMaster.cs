using System.Net;
using Kernel.Master.Server;
using Kernel.Protocol.AgentLink;
using Kernel.Store;
using Mesos.Internal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoadTests.Master;

/// <summary>A master that serves over loopback, and agents that have come back to it over the link. All agents share one address.</summary>
internal sealed class LoadedMaster : ILinkReceiver, IAsyncDisposable
{
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication web;
    private readonly MasterServer server;
    private readonly LinkSender link;
    private int missing;

    private LoadedMaster(MasterServer server, int port, int agents)
    {
        (this.server, missing) = (server, agents);
        link = new(new Upid("slave(1)", "127.0.0.1", port), TimeProvider.System, static _ => { });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseAgentLink(this)));
        web = builder.Build();
    }

    /// <summary>Where the master serves.</summary>
    public Uri Uri => server.Uri;

    /// <summary>Starts the master; ends when all agents are back.</summary>
    public static async Task<LoadedMaster> StartAsync(ReportedAgents agents, CancellationToken cancel)
    {
        var server = await MasterServer.StartAsync(
            new() { Ip = "127.0.0.1", Port = LocalPort.Free(), AgentPingTimeout = TimeSpan.FromHours(1) },
            new InMemoryStore(), TimeProvider.System, NullLoggerFactory.Instance, cancel);
        await server.Leads.WaitAsync(cancel);
        var loaded = new LoadedMaster(server, LocalPort.Free(), agents.Agents);
        await loaded.web.StartAsync(cancel);
        for (var i = 0; i < agents.Agents; i++)
        {
            loaded.link.Send(new("master", server.Uri.Host, server.Uri.Port), agents.Message(i), $"slave({i + 1})");
        }

        await loaded.all.Task.WaitAsync(cancel);
        return loaded;
    }

    /// <inheritdoc/>
    public void Received(LinkMessage message)
    {
        if (message.Name == $"mesos.internal.{nameof(SlaveReregisteredMessage)}" && Interlocked.Decrement(ref missing) == 0)
        {
            all.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await link.DisposeAsync();
        await web.StopAsync(new CancellationToken(canceled: true));
        await web.DisposeAsync();
    }
}
