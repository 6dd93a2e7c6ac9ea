using System.Threading.Channels;
using Kernel.Master.Core;
using Kernel.Protocol;
using Mesos.V1.Scheduler;
using Microsoft.AspNetCore.Http;

namespace Kernel.Master.Server.Scheduler;

/// <summary>
/// The event stream of one scheduler. What is sent waits in a bounded queue; who does not read for a while, or falls too far behind,
/// loses the stream, and harms nobody else. Events are serialised here, not on the loop.
/// </summary>
internal sealed class EventStream(string id, string? principal, MessageFormat format, TimeProvider time)
{
    /// <summary>How many events may wait: an answer to a reconciliation of everything comes at once, whoever reads.</summary>
    private const int QueuedMax = 500_000;

    /// <summary>How long a scheduler may leave the connection full.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Channel<MasterEffect> queue = Channel.CreateBounded<MasterEffect>(
        new BoundedChannelOptions(QueuedMax) { SingleReader = true });

    private readonly CancellationTokenSource overflow = new();

    /// <summary>The stream's id.</summary>
    public string Id { get; } = id;

    /// <summary>The principal of its framework; null if it has none.</summary>
    public string? Principal { get; } = principal;

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
        using var stalled = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, overflow.Token, stalled.Token);
        try
        {
            await foreach (var effect in queue.Reader.ReadAllAsync(end.Token).ConfigureAwait(false))
            {
                var record = RecordIO.Frame(MessageAnswer.Bytes(ToEvent(effect), format));
                stalled.CancelAfter(Patience);
                await context.Response.Body.WriteAsync(record, end.Token).ConfigureAwait(false);
                // One record, one chunk: there are clients that take a chunk for a record.
                await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                stalled.CancelAfter(Timeout.InfiniteTimeSpan);
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
