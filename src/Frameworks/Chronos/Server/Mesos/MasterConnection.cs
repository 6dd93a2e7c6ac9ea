using Kernel.Chronos.Core;
using Kernel.Frameworks.Client;
using Kernel.Protocol;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging;
using Credential = Kernel.Model.Credential;
using Task = System.Threading.Tasks.Task;

namespace Kernel.Chronos.Server;

/// <summary>The connection to the master: one scheduler client at a time.</summary>
internal sealed class MasterConnection(
    ChronosOptions options,
    Self self,
    MasterAddresses masters,
    Func<ChronosInput, bool> tell,
    TimeProvider time,
    ILoggerFactory logs)
    : IAsyncDisposable
{
    private readonly Lock gate = new();
    private volatile Session? session;
    private Task ended = Task.CompletedTask;
    private bool disposed;

    /// <summary>Subscribes, under an id or as a new framework.</summary>
    internal void Subscribe(string? frameworkId)
    {
        lock (gate)
        {
            session?.End();
            if (!disposed)
            {
                session = new(this, Introduction(frameworkId));
                ended = Task.WhenAll(ended, session.RunAsync());
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
            session?.End();
        }

        await ended.ConfigureAwait(false);
    }

    private FrameworkInfo Introduction(string? frameworkId)
    {
        var info = new FrameworkInfo
        {
            Name = options.MesosFrameworkName,
            User = options.UserOrOwn,
            Role = options.MesosRole,
            Checkpoint = options.MesosCheckpoint,
            FailoverTimeout = options.FailoverTimeout,
            Hostname = self.Host,
            WebuiUrl = options.WebuiUrl ?? $"http://{self.Address}",
            Id = frameworkId is null ? null : new() { Value = frameworkId },
        };
        if (options.MesosAuthenticationPrincipal is { } principal)
        {
            info.Principal = principal;
        }

        return info;
    }

    private void Tell(Session from, ChronosInput input)
    {
        if (session == from && !tell(input))
        {
            // The loop cannot follow: what is lost comes again with a new subscription.
            Subscribe(from.FrameworkId);
        }
    }

    private sealed class Session : ISchedulerEvents
    {
        private readonly CancellationTokenSource stop = new();
        private readonly MasterConnection owner;

        internal Session(MasterConnection owner, FrameworkInfo info)
        {
            this.owner = owner;
            FrameworkId = info.Id?.Value;
            Client = new(
                new()
                {
                    Masters = owner.Masters.Named,
                    ZooKeeper = owner.Masters.ZooKeeper,
                    Framework = info,
                    Credential = owner.Credential,
                    Tls = owner.Tls,
                },
                this,
                owner.Time,
                owner.Logs.CreateLogger<SchedulerClient>());
        }

        internal SchedulerClient Client { get; }

        internal string? FrameworkId { get; private set; }

        public void Subscribed(Event.Types.Subscribed subscribed)
        {
            FrameworkId = subscribed.FrameworkId.Value;
            owner.Tell(this, new ChronosInput.MesosSpoke(new() { Type = Event.Types.Type.Subscribed, Subscribed = subscribed }));
        }

        public void Received(Event message) => owner.Tell(this, new ChronosInput.MesosSpoke(message));

        public void Disconnected(string reason) => owner.Tell(this, new ChronosInput.MesosLost(reason));

        public void Failed(string reason) => owner.Tell(this, new ChronosInput.MesosRefused(reason));

        internal async Task RunAsync()
        {
            using (Client)
            {
                await Client.RunAsync(stop.Token).ConfigureAwait(false);
            }
        }

        internal void End() => stop.Cancel();
    }

    private MasterAddresses Masters => masters;

    private Tls? Tls => options.Tls;

    private Credential? Credential { get; } = options.ToCredential();

    private TimeProvider Time => time;

    private ILoggerFactory Logs => logs;
}
