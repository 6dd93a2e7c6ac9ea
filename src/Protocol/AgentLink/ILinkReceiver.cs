namespace Kernel.Protocol.AgentLink;

/// <summary>Takes what comes over the link. Its methods are called on the connection's thread and must not block or throw.</summary>
public interface ILinkReceiver
{
    /// <summary>A message has come. Messages of one connection come in the order in which they were sent.</summary>
    void Received(LinkMessage message);

    /// <summary>
    /// A connection on which a peer sent messages has ended. This does not tell that the peer has: some peers open a connection for
    /// each burst. That a peer is gone tells the loss of our own connection to it, <see cref="LinkSender"/>.
    /// </summary>
    void Closed(Upid peer)
    {
    }
}
