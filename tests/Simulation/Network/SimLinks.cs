using Google.Protobuf;
using Kernel.Protocol.AgentLink;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Network;

/// <summary>
/// The agent link without sockets, true to <see cref="LinkSender"/>: one connection per peer address, opened by the first
/// message; whoever sent on a connection that ends is told of every process that was written to; once a peer has spoken on a newer
/// connection, nothing is taken on an older one (<see cref="LinkSuccession"/>).
/// </summary>
/// <param name="owner">Whose links they are.</param>
/// <param name="self">The owner's address.</param>
/// <param name="onReceived">Told of messages.</param>
/// <param name="onClosed">Told of peers whose connection has ended.</param>
public sealed class SimLinks(SimProcess owner, Func<Upid> self, Action<LinkMessage> onReceived, Action<Upid> onClosed) : ISimEnd
{
    /// <summary>What such a connection is for.</summary>
    public const string Purpose = "link";

    private readonly SortedDictionary<string, Outgoing> links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> newest = [];

    /// <summary>Sends a message.</summary>
    public void Send(string to, IMessage message, string? from = null)
    {
        var peer = Upid.Parse(to);
        if (!links.TryGetValue(peer.Address, out var link))
        {
            links[peer.Address] = link = new(this, peer.Address);
        }

        var sender = from is null ? self() : self().WithId(from);
        link.Send(peer, new LinkMessage(sender, peer.Id, message.Descriptor.FullName, message.ToByteArray()));
    }

    /// <summary>Closes the connection to a peer, without being told of it.</summary>
    public void Close(string pid)
    {
        if (links.Remove(Upid.Parse(pid).Address, out var link))
        {
            link.Abandon();
        }
    }

    /// <inheritdoc/>
    void ISimEnd.Received(SimConnection connection, object payload)
    {
        var message = (LinkMessage)payload;
        if (newest.GetValueOrDefault(message.From.Address) > connection.Number)
        {
            connection.CloseByServer();
            return;
        }

        newest[message.From.Address] = connection.Number;
        owner.World.Note(owner.Name, $"receives {message.Name["mesos.internal.".Length..]} from {message.From}");
        onReceived(message);
    }

    /// <inheritdoc/>
    void ISimEnd.Closed(SimConnection connection)
    {
    }

    private sealed class Outgoing : ISimEnd
    {
        private readonly SimLinks links;
        private readonly string address;
        private readonly SimConnection connection;
        private readonly List<Upid> peers = [];

        public Outgoing(SimLinks links, string address)
        {
            this.links = links;
            this.address = address;
            connection = links.Owner.Network.Open(links.Owner, address, Purpose, this);
        }

        public void Send(Upid to, LinkMessage message)
        {
            if (!peers.Contains(to))
            {
                peers.Add(to);
            }

            connection.SendToServer(message);
        }

        public void Abandon() => connection.CloseByClient();

        public void Received(SimConnection from, object payload)
        {
        }

        public void Closed(SimConnection closed)
        {
            if (links.links.GetValueOrDefault(address) == this)
            {
                links.links.Remove(address);
            }

            foreach (var peer in peers)
            {
                links.OnClosed(peer);
            }
        }
    }

    private SimProcess Owner => owner;

    private void OnClosed(Upid peer) => onClosed(peer);
}
