using System.Security.Cryptography;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Runtime;
using Kernel.Runtime.Authentication;
using Kernel.ZooKeeper;
using Kernel.ZooKeeper.Masters;
using Mesos.V1.Scheduler;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kernel.Frameworks.Client;

/// <summary>
/// A scheduler's connection to the master: stays subscribed, tells events, sends calls. It finds the leading master,
/// follows
/// redirects, and subscribes again under the same framework id when a connection breaks.
/// </summary>
public sealed partial class SchedulerClient : IDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(3);

    private readonly SubscriptionSettings settings;
    private readonly ISchedulerEvents events;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly HttpClient http;
    private readonly Calls writing;
    private readonly CallSending calls;
    private readonly SubscriptionMachine machine;
    private readonly ChannelPump<SubscriptionInput, SubscriptionEffect> pump;
    private readonly CancellationTokenSource end = new();
    private CancellationTokenSource? stream;
    private volatile Route? route;

    /// <summary>Creates a client; <see cref="RunAsync"/> starts it.</summary>
    public SchedulerClient(
        SubscriptionSettings settings, ISchedulerEvents events, TimeProvider? time = null, ILogger<SchedulerClient>? log = null)
    {
        this.settings = settings;
        this.events = events;
        this.time = time ?? TimeProvider.System;
        this.log = log ?? NullLogger<SchedulerClient>.Instance;
        http = new(Tls.Handler(settings.Tls, TimeSpan.FromSeconds(10)))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        writing = new(settings.Format, settings.Credential?.ToBasic());
        calls = new(http, writing, this.time, (streamId, reason) => Tell(new SubscriptionInput.CallLost(streamId, reason)), this.log);
        machine = new(settings);
        pump = new(
            machine,
            new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))),
            static _ => Task.CompletedTask,
            Perform,
            sentence => Noted(this.log, sentence),
            this.time);
    }

    /// <summary>Whether the framework is subscribed.</summary>
    public bool IsSubscribed => route is not null;

    /// <summary>The leading master; null while not subscribed.</summary>
    public Uri? Leader => route?.Master;

    /// <summary>Subscribes, and stays subscribed until cancelled or refused for good.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, end.Token);
        var sending = calls.RunAsync();
        var detecting = DetectAsync(both.Token);
        try
        {
            await pump.PostAsync(new SubscriptionInput.Started(), both.Token).ConfigureAwait(false);
            await pump.RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // Asked for, or over for good.
        }
        finally
        {
            // What was sent before the end still goes out, while the stream that it belongs to is open.
            calls.Complete();
            await Task.WhenAny(sending, Task.Delay(FlushTimeout, time, CancellationToken.None)).ConfigureAwait(false);
            stream?.Cancel();
            await detecting.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Sends a call, filling in the framework id. Never blocks; calls arrive in the order they are sent.
    /// </summary>
    /// <returns>False if it cannot be sent: not subscribed, or too many calls wait. Then it is dropped.</returns>
    public bool Send(Call call)
    {
        if (route is not { } now)
        {
            return false;
        }

        call.FrameworkId = new() { Value = now.Framework };
        return calls.TrySend(now.Master, now.StreamId, call);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stream?.Dispose();
        http.Dispose();
        end.Dispose();
    }

    private Task DetectAsync(CancellationToken stop) => settings.ZooKeeper is { } address
        ? new MasterDetector(address, ZooKeeperSession.TimeoutDefault, time).RunAsync(
            master => pump.PostAsync(new SubscriptionInput.Detected(master is null ? null : new Uri($"{Tls.SchemeOf(settings.Tls)}://{master.Address}")), stop),
            trouble => Noted(log, trouble),
            stop)
        : Task.CompletedTask;

    private void Perform(SubscriptionEffect effect)
    {
        switch (effect)
        {
            case SubscriptionEffect.Open open:
                Open(open);
                break;
            case SubscriptionEffect.Close:
                route = null;
                stream?.Cancel();
                break;
            case SubscriptionEffect.TellSubscribed told:
                route = new(told.Master, told.StreamId, told.Event.FrameworkId.Value);
                events.Subscribed(told.Event);
                break;
            case SubscriptionEffect.TellEvent told:
                events.Received(told.Event);
                break;
            case SubscriptionEffect.TellDisconnected told:
                route = null;
                events.Disconnected(told.Reason);
                break;
            case SubscriptionEffect.TellFailed told:
                route = null;
                events.Failed(told.Reason);
                end.Cancel();
                break;
        }
    }

    private void Open(SubscriptionEffect.Open open)
    {
        stream?.Cancel();
        stream = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var reading = new EventReading(http, writing, open, input => Tell(input));
        _ = Task.Run(() => reading.RunAsync(stream.Token));
    }

    /// <summary>A full mailbox means that the framework cannot follow: its stream ends, and it starts over.</summary>
    private void Tell(SubscriptionInput input)
    {
        if (!pump.TryPost(input))
        {
            stream?.Cancel();
        }
    }

    [LoggerMessage(10, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger log, string sentence);

    /// <summary>Where calls go.</summary>
    private sealed record Route(Uri Master, string StreamId, string Framework);
}
