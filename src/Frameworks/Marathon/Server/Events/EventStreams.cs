using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Channels;
using Kernel.Marathon.Core;
using Kernel.Model;

namespace Kernel.Marathon.Server;

/// <summary>
/// Those who listen to what happens. Each has a bounded queue; whoever reads too slowly is cut off, and harms nobody
/// else.
/// </summary>
internal sealed class EventStreams(int longestQueue, TimeProvider time)
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);
    private static readonly byte[] Heartbeat = "\r\n"u8.ToArray();

    private readonly ConcurrentDictionary<Listener, bool> listeners = [];

    /// <summary>Tells everybody who listens. It never waits.</summary>
    internal void Publish(MarathonEvent said, Moment at)
    {
        if (listeners.IsEmpty)
        {
            return;
        }

        byte[]? frame = null;
        foreach (var listener in listeners.Keys)
        {
            if (listener.Wants(said.Type) && !listener.TryTell(frame ??= EventJson.Frame(said, at)))
            {
                listeners.TryRemove(listener, out _);
            }
        }
    }

    /// <summary>Serves a listener until it goes away or is cut off.</summary>
    /// <param name="output">Where events are written.</param>
    /// <param name="address">Who listens.</param>
    /// <param name="types">The types that are wanted; all if there are none.</param>
    /// <param name="stop">The listener has gone away.</param>
    internal async Task ServeAsync(
        PipeWriter output, string address, IReadOnlySet<string> types, CancellationToken stop)
    {
        var listener = new Listener(types, longestQueue);
        listeners[listener] = true;
        Publish(new MarathonEvent.StreamAttached(address), Now());
        try
        {
            await listener.PumpAsync(output, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The listener has gone away.
        }
        finally
        {
            listeners.TryRemove(listener, out _);
            Publish(new MarathonEvent.StreamDetached(address), Now());
        }
    }

    private Moment Now() => Moment.From(time.GetUtcNow());

    private sealed class Listener(IReadOnlySet<string> types, int longestQueue)
    {
        private readonly Channel<byte[]> queue = Channel.CreateBounded<byte[]>(
            new BoundedChannelOptions(longestQueue) { SingleReader = true });

        internal bool Wants(string type) => types.Count == 0 || types.Contains(type);

        /// <summary>Adds an event to the queue, or ends the queue if it is full.</summary>
        internal bool TryTell(byte[] frame) => queue.Writer.TryWrite(frame) || (queue.Writer.TryComplete() && false);

        internal async Task PumpAsync(PipeWriter output, TimeProvider time, CancellationToken stop)
        {
            var next = queue.Reader.WaitToReadAsync(stop).AsTask();
            while (true)
            {
                var quiet = Task.Delay(HeartbeatInterval, time, stop);
                if (await Task.WhenAny(next, quiet).ConfigureAwait(false) != next)
                {
                    await quiet.ConfigureAwait(false);
                    await output.WriteAsync(Heartbeat, stop).ConfigureAwait(false);
                    continue;
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                while (queue.Reader.TryRead(out var frame))
                {
                    await output.WriteAsync(frame, stop).ConfigureAwait(false);
                }

                next = queue.Reader.WaitToReadAsync(stop).AsTask();
            }
        }
    }
}
