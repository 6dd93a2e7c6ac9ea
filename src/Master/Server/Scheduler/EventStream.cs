using System.Threading.Channels;
using Kernel.Master.Core;
using Kernel.Protocol;
using Mesos.V1.Scheduler;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Scheduler;

/// <summary>
/// The event stream of one scheduler. What is sent waits in a bounded queue; who reads too slowly loses the stream, and harms
/// nobody else. Events are serialised here, not on the loop.
/// </summary>
internal sealed class EventStream(string id, MessageFormat format)
{
    private const int QueuedMax = 50_000;

    private readonly Channel<MasterEffect> queue = Channel.CreateBounded<MasterEffect>(
        new BoundedChannelOptions(QueuedMax) { SingleReader = true });

    private readonly CancellationTokenSource overflow = new();

    /// <summary>The stream's id.</summary>
    public string Id { get; } = id;

    /// <summary>Sends an event, or offers; never blocks.</summary>
    public void Send(MasterEffect effect)
    {
        if (!queue.Writer.TryWrite(effect))
        {
            // It may have been closed already, or it is full: then it is cut off, since an event must not be left out.
            overflow.Cancel();
        }
    }

    /// <summary>Ends the stream once everything before has been sent.</summary>
    public void Close() => queue.Writer.TryComplete();

    /// <summary>Writes the stream until it is closed or its reader leaves.</summary>
    public async Task RunAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, overflow.Token);
        try
        {
            await foreach (var effect in queue.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                var record = RecordIO.Frame(MessageAnswer.Bytes(ToEvent(effect), format));
                await context.Response.Body.WriteAsync(record, end.Token).ConfigureAwait(false);
                // One record, one chunk: there are clients that take a chunk for a record.
                await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            queue.Writer.TryComplete();
        }
    }

    private static Event ToEvent(MasterEffect effect) => effect switch
    {
        MasterEffect.SendEvent send => send.Event,
        MasterEffect.SendOffers offers => OfferMessages.ToEvent(offers),
        _ => throw Model.Invariant.Unreachable($"{effect.GetType().Name} is no event"),
    };
}
