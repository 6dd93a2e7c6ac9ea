using Kernel.Protocol;
using Kernel.Runtime.Authentication;
using Mesos.V1.Master;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kernel.Master.Server.Operators;

/// <summary>
/// The event stream of the operator API (mesos.md 8.3): a snapshot, then all that happens. Between the two nothing is left out; what was
/// on its way when the snapshot was taken may come although the snapshot has it.
/// </summary>
internal sealed class OperatorStream(MasterReading reading)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);
    private static readonly Event Heartbeat = new() { Type = Event.Types.Type.Heartbeat };

    private readonly OperatorSubscribers subscribers = new(reading.Options.MaxOperatorEventStreamSubscribers);

    /// <summary>Serves a subscriber until it leaves, or reads too slowly.</summary>
    public async Task ServeAsync(HttpContext context, MessageFormat format)
    {
        using var subscriber = new OperatorSubscriber(context.RequestAborted);
        subscribers.Add(subscriber);
        try
        {
            var filter = await BeginAsync(context, subscriber, format).ConfigureAwait(false);
            await WriteAsync(context, MessageAnswer.Bytes(Heartbeat, format), subscriber.End).ConfigureAwait(false);
            await PassOnAsync(context, subscriber, filter, format).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            reading.Feed.Leave(subscriber.Take);
            subscribers.Remove(subscriber);
        }
    }

    /// <summary>Tells the state. The view, which is large, is not held beyond that.</summary>
    private async Task<EventFilter> BeginAsync(HttpContext context, OperatorSubscriber subscriber, MessageFormat format)
    {
        var view = await reading.ViewAsync(() => reading.Feed.Listen(subscriber.Take), subscriber.End).ConfigureAwait(false);
        var viewer = reading.Viewers.Of(context.Principal);
        var filter = new EventFilter(viewer, view);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaTypes.Of(format);
        await WriteAsync(context, OperatorEvents.Subscribed(view.For(viewer), format, HeartbeatInterval), subscriber.End).ConfigureAwait(false);
        return filter;
    }

    private async Task PassOnAsync(HttpContext context, OperatorSubscriber subscriber, EventFilter filter, MessageFormat format)
    {
        using var heartbeats = new PeriodicTimer(HeartbeatInterval, reading.Time);
        var beat = heartbeats.WaitForNextTickAsync(subscriber.End).AsTask();
        var more = subscriber.WaitAsync();
        while (!subscriber.End.IsCancellationRequested)
        {
            await Task.WhenAny(beat, more).ConfigureAwait(false);
            if (beat.IsCompleted)
            {
                await beat.ConfigureAwait(false);
                await WriteAsync(context, MessageAnswer.Bytes(Heartbeat, format), subscriber.End).ConfigureAwait(false);
                beat = heartbeats.WaitForNextTickAsync(subscriber.End).AsTask();
            }

            while (subscriber.TryRead(out var what))
            {
                if (filter.Seen(what!) is { } seen)
                {
                    await WriteAsync(context, MessageAnswer.Bytes(OperatorEvents.ToMessage(seen), format), subscriber.End).ConfigureAwait(false);
                }
            }

            if (more.IsCompleted)
            {
                await more.ConfigureAwait(false);
                more = subscriber.WaitAsync();
            }
        }

        context.Abort();
    }

    /// <summary>One record, one chunk: there are clients that take a chunk for a record.</summary>
    private static async Task WriteAsync(HttpContext context, byte[] record, CancellationToken stop)
    {
        await context.Response.Body.WriteAsync(RecordIO.Frame(record), stop).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
    }
}
