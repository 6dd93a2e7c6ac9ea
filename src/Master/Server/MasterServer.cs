using System.Net;
using System.Security.Cryptography;
using Kernel.Master.Core;
using Kernel.Master.Core.Frameworks;
using Kernel.Master.Server.Http;
using Kernel.Master.Server.Link;
using Kernel.Master.Server.Metrics;
using Kernel.Master.Server.Operators;
using Kernel.Master.Server.Scheduler;
using Kernel.Master.Server.WebUi;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Kernel.Runtime.Logs;
using Kernel.Runtime.Machine;
using Kernel.Store;
using Kernel.ZooKeeper.Masters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Kernel.Master.Server;

/// <summary>A running master: its loop, and the sockets around it.</summary>
public sealed partial class MasterServer : IAsyncDisposable
{
    /// <summary>The version of Mesos whose APIs are spoken.</summary>
    public const string Version = "1.11.0";

    private readonly CancellationTokenSource stop = new();
    private readonly WebApplication web;
    private readonly LinkSender link;
    private readonly Task aborted;
    private readonly TaskCompletionSource leads = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MasterServer(WebApplication web, LinkSender link, Task aborted, Uri uri)
    {
        (this.web, this.link, this.aborted, Uri) = (web, link, aborted, uri);
        Completion = leads.Task;
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>Ends well once it has been stopped, and fails when it loses its leadership or its program is wrong.</summary>
    public Task Completion { get; private set; }

    /// <summary>Ends when it leads.</summary>
    public Task Leads => leads.Task;

    /// <summary>Starts a master: it listens when this returns, and campaigns for leadership.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="FormatException">A flag is wrong.</exception>
    public static async Task<MasterServer> StartAsync(
        MasterOptions given, IStore store, TimeProvider time, ILoggerFactory logs, CancellationToken cancel = default)
    {
        var options = given.IpDiscoveryCommand is { } command ? given with { Ip = AddressDiscovery.Run(command) } : given;
        var logging = new LoggingLevel(LoggingLevel.LeastOf(options.LoggingLevel), time);
        using var leveled = new LeveledLoggers(logs, logging);
        var log = leveled.CreateLogger("Kernel.Master");
        foreach (var sentence in options.Idle.Sentences)
        {
            Noted(log, sentence);
        }

        var chance = new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        var streamIds = chance.Split();
        var settings = options.ToSettings();
        var gate = MasterGate.Of(options);
        var whitelist = WhitelistFile.Open(options.Whitelist, time, log);
        var identity = await IdentityAsync(options, chance, time).ConfigureAwait(false);
        var state = new MasterState(identity, settings);
        var streams = new EventStreams();
        var meters = new MasterMeters(options, time);
        var leading = new Leading(store, identity.Id);
        ChannelPump<MasterInput, MasterEffect>? pump = null;
        var link = new LinkSender(
            new Upid("master", identity.Ip, identity.Port),
            time,
            peer => pump!.TryPost(new MasterInput.LinkClosed(peer.Address)),
            options.Tls is { } tls ? new(tls, sentence => Insecure(log, sentence)) : null);
        var feed = new OperatorFeed();
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var performer = new MasterPerformer(
            streams, link, feed.Publish, why => aborted.TrySetException(new MasterAbortedException(why)));
        Leadership? leadership = null;
        pump = new(
            new TracedMachine<MasterInput, MasterEffect>(new MeteredMachine(new MasterMachine(state), meters, time), log),
            chance,
            writes => meters.Registrar.CommitAsync(store, leadership!.Epoch, writes),
            performer.Perform,
            sentence => Noted(log, sentence),
            time,
            writesPerCommitMax: store.WritesPerCommitMax,
            waiting: meters.Queue.Count);

        var receiver = new LinkReceiver(pump.TryPost, () => leading.IsLeading, meters.Dropped, log);
        var web = Listen(options, gate, settings.Acls, receiver, time, leveled);
        var reading = new MasterReading(state, pump, options, identity, leading, feed, logging, meters, time);
        new SchedulerApi(pump, streams, leading, CallLimits.Read(options.RateLimits, time), time, () => NextId(streamIds)).Map(web);
        new LegacyWrites(pump, leading).Map(web);
        reading.Map(web);
        MapPages(web, reading, identity);
        await web.StartAsync(cancel).ConfigureAwait(false);

        var server = new MasterServer(web, link, aborted.Task, new Uri($"{Tls.SchemeOf(options.Tls)}://{identity.Ip}:{identity.Port}"));
        server.Completion = server.RunAsync(
            pump,
            store,
            MesosJson.Write(MasterInfos.Of(identity)),
            leading,
            meters,
            whitelist,
            won => leadership = won,
            info => MasterStore.Publish(options, info, time, trouble => Noted(log, trouble)));
        return server;
    }

    /// <summary>Stops listening and ends the loop; agents and frameworks find the next leader.</summary>
    public async Task StopAsync()
    {
        // The loop ends first: it must not take the streams that are cut here for frameworks that left, and end their tasks.
        await stop.CancelAsync().ConfigureAwait(false);
        await Completion.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        await web.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        await link.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await web.DisposeAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task RunAsync(
        ChannelPump<MasterInput, MasterEffect> pump,
        IStore store,
        byte[] candidate,
        Leading leading,
        MasterMeters meters,
        WhitelistFile? whitelist,
        Action<Leadership> win,
        Func<byte[], MasterPublication?> publish)
    {
        try
        {
            var leadership = await store.CampaignAsync(candidate, stop.Token).ConfigureAwait(false);
            win(leadership);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, leadership.Lost);
            await using var publication = publish(candidate);
            var loop = pump.RunAsync(end.Token);
            var watching = whitelist?.WatchAsync(hosts => pump.PostAsync(new MasterInput.WhitelistRead(hosts), end.Token), end.Token) ?? loop;
            await pump.PostAsync(new MasterInput.Elected(new([.. await meters.Registrar.LoadAsync(store, RegistryKeys.Prefix, stop.Token).ConfigureAwait(false)])), stop.Token).ConfigureAwait(false);
            await pump.ReadAsync(static () => true, stop.Token).ConfigureAwait(false);
            leading.Begin();
            leads.TrySetResult();
            await (await Task.WhenAny(loop, watching, aborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            leads.TrySetCanceled();
        }
        catch (OperationCanceledException)
        {
            throw new FencedException("Lost leadership: another master leads");
        }
    }

    private static WebApplication Listen(
        MasterOptions options, HttpGate gate, Acls acls, LinkReceiver receiver, TimeProvider time, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Parse(options.Ip), options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseTls(options.Tls, time).UseAgentLink(receiver, time);
            });
        });
        var web = builder.Build();
        var log = logs.CreateLogger("Kernel.Master");
        web.Use(next => context => RequestLog.HandleAsync(context, next, log));
        web.Use(next => context => PlainStatus.HandleAsync(context, next));
        var firewall = Firewall.Read(options.FirewallRules);
        web.Use(next => context => firewall.HandleAsync(context, next));
        web.UseRouting();
        web.Use(next => context => MasterGate.HandleAsync(context, gate, next));
        web.Use(next => context => EndpointGuard.HandleAsync(context, acls, next));
        return web;
    }

    private static void MapPages(WebApplication web, MasterReading reading, MasterIdentity identity)
    {
        var agents = new AgentRelay(reading.Views.ViewAsync, reading.Leading, $"{identity.Hostname}:{identity.Port}", reading.Options.Tls);
        web.Lifetime.ApplicationStopped.Register(agents.Dispose);
        agents.Map(web);
        new WebUiRoutes().Map(web);
    }

    private static async Task<MasterIdentity> IdentityAsync(
        MasterOptions options, Chance chance, TimeProvider time)
    {
        var ip = options.AdvertiseIp ?? (options.Ip is "0.0.0.0" or "::" ? LocalAddress.Find() : options.Ip);
        var name = options.HostnameLookup && options.Hostname is null
            ? await AddressDiscovery.NameOfAsync(ip, time).ConfigureAwait(false)
            : ip;
        return new(
            chance.NextGuid().ToString(),
            options.Hostname ?? name,
            ip,
            options.AdvertisePort ?? options.Port,
            Version,
            Moment.From(time.GetUtcNow()),
            options.ToDomain());
    }

    private static Guid NextId(Chance chance)
    {
        lock (chance)
        {
            return chance.NextGuid();
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "{Sentence}")]
    private static partial void Insecure(ILogger log, string sentence);

    [LoggerMessage(1, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger log, string sentence);
}
