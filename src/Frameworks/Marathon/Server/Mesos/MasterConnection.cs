using Kernel.Frameworks.Client;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging;

namespace Kernel.Marathon.Server;

/// <summary>
/// The connection to the master: one scheduler client at a time, begun anew when Marathon introduces itself otherwise.
/// </summary>
internal sealed class MasterConnection(
    MasterAddresses masters, MarathonOptions options, Func<MarathonInput, bool> tell, TimeProvider time, ILoggerFactory logs)
        : IAsyncDisposable
{
    private readonly Lock gate = new();
    private MarathonEffect.Introduce? introduced;
    private volatile Session? session;
    private Task ended = Task.CompletedTask;
    private bool disposed;

    /// <summary>Sets how Marathon introduces itself; it takes effect now, or with the next subscription.</summary>
    internal void Introduce(MarathonEffect.Introduce introduce)
    {
        lock (gate)
        {
            introduced = introduce;
            if (introduce.Resubscribe)
            {
                Begin();
            }
        }
    }

    /// <summary>
    /// Sends a call; while there is no subscription it is dropped, since reconciliation makes up for it.
    /// </summary>
    internal void Send(Call call) => session?.Client.Send(call);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
            End();
        }

        await ended.ConfigureAwait(false);
    }

    private void Begin()
    {
        End();
        if (!disposed && introduced is { } info)
        {
            session = new Session(this, info);
            ended = Task.WhenAll(ended, session.RunAsync());
        }
    }

    private void End()
    {
        session?.Stop.Cancel();
        session = null;
    }

    /// <summary>A client subscribes with what it was first told; if that has changed, another one takes over.</summary>
    private void Lost(Session from, string reason)
    {
        lock (gate)
        {
            if (session != from)
            {
                return;
            }

            tell(new MarathonInput.MesosLost(reason));
            if (introduced != from.Info)
            {
                Begin();
            }
        }
    }

    private void Tell(Session from, Event said)
    {
        if (session != from || tell(new MarathonInput.MesosSpoke(said)))
        {
            return;
        }

        lock (gate)
        {
            if (session == from)
            {
                Begin(); // The loop cannot follow: what was lost comes again with a new subscription.
            }
        }
    }

    private sealed class Session : ISchedulerEvents
    {
        private readonly MasterConnection owner;

        internal Session(MasterConnection owner, MarathonEffect.Introduce info)
        {
            this.owner = owner;
            Info = info;
            var framework = info.Info.Clone();
            if (framework.User.Length == 0)
            {
                framework.User = Environment.UserName;
            }

            Client = new(
                new()
                {
                    Masters = owner.Masters.Named,
                    ZooKeeper = owner.Masters.ZooKeeper,
                    Framework = framework,
                    SuppressedRoles = [.. info.SuppressedRoles],
                    Credential = owner.Credential,
                    Tls = owner.Tls,
                },
                this,
                owner.Time,
                owner.Logs.CreateLogger<SchedulerClient>());
        }

        internal MarathonEffect.Introduce Info { get; }

        internal SchedulerClient Client { get; }

        internal CancellationTokenSource Stop { get; } = new();

        internal async Task RunAsync()
        {
            await Client.RunAsync(Stop.Token).ConfigureAwait(false);
            Client.Dispose();
        }

        public void Subscribed(Event.Types.Subscribed subscribed) =>
            owner.Tell(this, new() { Type = Event.Types.Type.Subscribed, Subscribed = subscribed });

        public void Received(Event message) => owner.Tell(this, message);

        public void Disconnected(string reason) => owner.Lost(this, reason);

        public void Failed(string reason) =>
            owner.Tell(this, new() { Type = Event.Types.Type.Error, Error = new() { Message = reason } });
    }

    private MasterAddresses Masters => masters;

    private Tls? Tls => options.Tls;

    private Credential? Credential { get; } = options.ToCredential();

    private TimeProvider Time => time;

    private ILoggerFactory Logs => logs;
}
