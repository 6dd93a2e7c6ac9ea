using System.Collections.Concurrent;

namespace Kernel.Protocol.AgentLink;

/// <summary>
/// Which connection of a peer is its newest. A peer opens another one when it holds the last for broken; what it had sent on that may
/// still be on its way, and come after what it says on the new one: a launch to an agent that has registered again and disowned
/// the task, a registration with what ran a while ago. So once a peer has spoken on a newer connection, an older one is closed,
/// unread: messages are lost per connection, as the link promises, and never overtaken.
/// </summary>
/// <remarks>libprocess gives no such promise, which is why Mesos has races of this kind.</remarks>
public sealed class LinkSuccession
{
    private readonly ConcurrentDictionary<(string Host, int Port), Seat> seats = [];
    private long opened;

    /// <summary>The number of a connection that has just been opened.</summary>
    internal long Number() => Interlocked.Increment(ref opened);

    /// <summary>Hands on a message, unless the peer has spoken on a newer connection.</summary>
    /// <param name="message">The message.</param>
    /// <param name="number">The number of the connection that it came on.</param>
    /// <param name="receiver">Who takes it.</param>
    /// <returns>False if it was not handed on, and the connection is to be closed.</returns>
    internal bool TryDeliver(LinkMessage message, long number, ILinkReceiver receiver)
    {
        var seat = seats.GetOrAdd((message.From.Host, message.From.Port), static _ => new());
        lock (seat)
        {
            if (seat.Newest > number)
            {
                return false;
            }

            seat.Newest = number;
            receiver.Received(message);
            return true;
        }
    }

    /// <summary>A connection has ended; if it was its peer's newest, there is none.</summary>
    internal void Leave(Upid peer, long number)
    {
        if (seats.TryGetValue((peer.Host, peer.Port), out var seat) && seat.Newest == number)
        {
            seats.TryRemove(new((peer.Host, peer.Port), seat));
        }
    }

    private sealed class Seat
    {
        public long Newest { get; set; }
    }
}
