using System.Net;
using System.Threading.Channels;
using Google.Protobuf;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;
using Mesos.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Tests.Unit.Master.Server;

/// <summary>An agent on the link that says what the test wants it to, and answers pings.</summary>
internal sealed class FakeAgent : ILinkReceiver, IAsyncDisposable
{
    private readonly Channel<LinkMessage> messages = Channel.CreateUnbounded<LinkMessage>();
    private readonly WebApplication web;
    private readonly LinkSender link;
    private readonly Upid master;

    private FakeAgent(Upid master, int port)
    {
        this.master = master;
        Self = new("slave(1)", "127.0.0.1", port);
        link = new(Self, TimeProvider.System, static _ => { });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseAgentLink(this)));
        web = builder.Build();
    }

    public Upid Self { get; }

    public AgentID Id { get; private set; } = new();

    public static async Task<FakeAgent> RegisterAsync(Uri master, int port)
    {
        var agent = new FakeAgent(new("master", master.Host, master.Port), port);
        await agent.web.StartAsync();
        var message = new RegisterSlaveMessage
        {
            Slave = new() { Hostname = "agent.example", Port = port },
            Version = "1.11.0",
            ResourceVersionUuid = new() { Value = ByteString.CopyFrom(new byte[16]) },
        };
        message.Slave.Resources.AddRange(ResourcesFlag.Parse("cpus:2;mem:1024;disk:1000").ToMessages());
        message.AgentCapabilities.AddRange(
            new[] { CapabilityType.MultiRole, CapabilityType.ReservationRefinement, CapabilityType.ResourceProvider }
                .Select(static type => new AgentInfo.Types.Capability { Type = type }));
        agent.Send(message);
        agent.Id = (await agent.NextAsync<SlaveRegisteredMessage>()).SlaveId;
        return agent;
    }

    public void Received(LinkMessage message)
    {
        if (message.Name == "mesos.internal.PingSlaveMessage")
        {
            link.Send(message.From, new PongSlaveMessage());
        }
        else
        {
            messages.Writer.TryWrite(message with { Body = message.Body.ToArray() });
        }
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

    /// <summary>Whether a message of a type comes within a while.</summary>
    public async Task<bool> IsToldAsync<T>(TimeSpan wait)
        where T : IMessage<T>, new()
    {
        using var timeout = new CancellationTokenSource(wait);
        try
        {
            while (true)
            {
                if ((await messages.Reader.ReadAsync(timeout.Token)).Name == $"mesos.internal.{typeof(T).Name}")
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Send(IMessage message) => link.Send(master, message);

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await web.DisposeAsync();
    }
}
