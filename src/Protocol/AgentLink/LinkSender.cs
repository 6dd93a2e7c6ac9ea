using System.Collections.Concurrent;
using Google.Protobuf;

namespace Kernel.Protocol.AgentLink;

/// <summary>
/// Sends messages over the link: one connection per peer address, kept open, messages in order. What is lost is lost
/// with its connection and never alone; then <c>onClosed</c> is called with every process there that was written to, and the next
/// message opens a new connection.
/// </summary>
/// <param name="self">Our own address, which peers answer to.</param>
/// <param name="time">The clock of the connect timeout.</param>
/// <param name="onClosed">Told that a connection failed or was closed by the peer. Called on a connection's thread; must not block.</param>
/// <param name="queuedMax">How many messages may wait for one peer; one more closes its connection.</param>
/// <param name="security">How connections are encrypted; null: not at all.</param>
public sealed class LinkSender(
    Func<Upid> self, TimeProvider time, Action<Upid> onClosed, int queuedMax = 65_536, LinkSecurity? security = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, OutgoingLink> links = new(StringComparer.Ordinal);
    private bool isDisposed;

    /// <summary>Creates a sender whose address is known.</summary>
    public LinkSender(Upid self, TimeProvider time, Action<Upid> onClosed, LinkSecurity? security = null)
        : this(() => self, time, onClosed, security: security)
    {
    }

    /// <summary>Sends a message; never blocks. The message must not be changed any more.</summary>
    /// <param name="to">The receiver.</param>
    /// <param name="message">The message.</param>
    /// <param name="from">Which of our processes sends it; that of our address if null.</param>
    public void Send(Upid to, IMessage message, string? from = null)
    {
        if (isDisposed)
        {
            return;
        }

        var sender = from is null ? self() : self().WithId(from);
        var outgoing = new Outgoing(sender, to, message);
        for (var tries = 0; tries < 2; tries++)
        {
            var link = links.GetOrAdd(to.Address, static (_, start) => start.Sender.Open(start.To), (Sender: this, To: to));
            if (link.TryEnqueue(outgoing))
            {
                return;
            }

            // It has just ended, or it overflows: the peer is told of, and once a new connection is tried.
            links.TryRemove(KeyValuePair.Create(to.Address, link));
            if (link.Fail())
            {
                return;
            }
        }
    }

    /// <summary>Closes the connection to a peer's address, without telling of it; what waits for it is dropped.</summary>
    public void Close(Upid peer)
    {
        if (links.TryRemove(peer.Address, out var link))
        {
            link.Abandon();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        foreach (var (address, link) in links)
        {
            links.TryRemove(address, out _);
            link.Abandon();
            await link.Completion.ConfigureAwait(false);
        }
    }

    private OutgoingLink Open(Upid to) => new(to, time, queuedMax, security, Ended);

    private void Ended(OutgoingLink link, IReadOnlyCollection<Upid> peers)
    {
        links.TryRemove(KeyValuePair.Create(link.Address, link));
        foreach (var peer in peers)
        {
            onClosed(peer);
        }
    }
}

/// <summary>How the connections of a link are encrypted.</summary>
/// <param name="Tls">How.</param>
/// <param name="Failed">Told why a peer is not trusted, or does not trust us; a sentence. Called on a connection's thread.</param>
public sealed record LinkSecurity(Tls Tls, Action<string> Failed);

/// <summary>A message that waits for its connection.</summary>
internal readonly record struct Outgoing(Upid From, Upid To, IMessage Message);
