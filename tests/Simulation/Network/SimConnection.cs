using Kernel.Model;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Network;

/// <summary>A connection between two processes: two pipes that keep order, and break together.</summary>
public sealed class SimConnection
{
    private static readonly object End = new();

    private readonly SimWorld world;
    private readonly SimNetwork network;
    private readonly ISimEnd clientEnd;
    private readonly Pipe toServer = new();
    private readonly Pipe toClient = new();
    private ISimEnd? serverEnd;
    private bool clientKnowsEnd;
    private bool serverKnowsEnd;

    internal SimConnection(SimWorld world, SimNetwork network, SimProcess client, string purpose, ISimEnd clientEnd, long number)
    {
        this.world = world;
        this.network = network;
        this.clientEnd = clientEnd;
        Client = client;
        ClientIncarnation = client.Incarnation;
        Purpose = purpose;
        Number = number;
    }

    /// <summary>Who opened it.</summary>
    public SimProcess Client { get; }

    /// <summary>Who accepted it; null until somebody has.</summary>
    public SimProcess? Server { get; private set; }

    /// <summary>Its place among all connections, in the order in which they were opened.</summary>
    public long Number { get; }

    /// <summary>What it is for.</summary>
    public string Purpose { get; }

    /// <summary>Whether it carries nothing any more; its ends may not know yet.</summary>
    public bool IsOver { get; private set; }

    private int ClientIncarnation { get; }

    private int ServerIncarnation { get; set; }

    /// <summary>Sends something to the server; before it is open, it waits.</summary>
    public void SendToServer(object payload) => Send(toServer, payload);

    /// <summary>Sends something to the client.</summary>
    public void SendToClient(object payload) => Send(toClient, payload);

    /// <summary>The client closes it: what it has sent still arrives.</summary>
    public void CloseByClient()
    {
        clientKnowsEnd = true;
        if (Server is null)
        {
            Finish();
        }
        else
        {
            Send(toServer, End);
        }
    }

    /// <summary>The server closes it: what it has sent still arrives.</summary>
    public void CloseByServer()
    {
        serverKnowsEnd = true;
        Send(toClient, End);
    }

    /// <summary>It breaks: what is under way is lost. Each end notices in its own time.</summary>
    public void Break(bool noticedSoon)
    {
        if (IsOver)
        {
            return;
        }

        Finish();
        var (soonest, latest) = noticedSoon ? (0.1, 50.0) : (5_000.0, 60_000.0);
        world.After(world.Between(soonest, latest), TellClient);
        world.After(world.Between(soonest, latest), TellServer);
    }

    /// <summary>
    /// The client's end breaks, and what the client has sent is still on its way for a while: it may come after what is sent on a newer
    /// connection.
    /// </summary>
    public void Linger(TimeSpan span)
    {
        if (IsOver || Server is null || clientKnowsEnd)
        {
            Break(noticedSoon: true);
            return;
        }

        toServer.HeldUntil = world.Now + span;
        Send(toServer, End);
        world.After(world.Between(0.1, 50), TellClient);
    }

    internal void Accepted(SimProcess server, ISimEnd end)
    {
        Server = server;
        ServerIncarnation = server.Incarnation;
        serverEnd = end;
        if (ClientLives)
        {
            Client.WhenAwake(() => clientEnd.Opened(this));
        }

        Pump(toServer);
    }

    /// <summary>One end has died, and what it had sent still arrives.</summary>
    internal void Flush(SimProcess died)
    {
        if (Server is null)
        {
            Break(noticedSoon: true);
        }
        else if (died == Client)
        {
            CloseByClient();
        }
        else
        {
            CloseByServer();
        }
    }

    internal void Refused()
    {
        if (!IsOver)
        {
            Finish();
            TellClient();
        }
    }

    private bool ClientLives => Client.IsUp && Client.Incarnation == ClientIncarnation;

    private bool ServerLives => Server is { IsUp: true } && Server.Incarnation == ServerIncarnation;

    private void Finish()
    {
        IsOver = true;
        network.Forget(this);
    }

    private void TellClient()
    {
        if (!clientKnowsEnd && ClientLives)
        {
            clientKnowsEnd = true;
            Client.WhenAwake(() => clientEnd.Closed(this));
        }
    }

    private void TellServer()
    {
        if (!serverKnowsEnd && ServerLives)
        {
            serverKnowsEnd = true;
            Server!.WhenAwake(() => serverEnd!.Closed(this));
        }
    }

    private void Send(Pipe pipe, object payload)
    {
        if (IsOver)
        {
            return;
        }

        var arrival = world.Now + world.Between(0.05, world.OneIn(50) ? 400 : 4);
        pipe.LastArrival = arrival > pipe.LastArrival ? arrival : pipe.LastArrival;
        pipe.UnderWay.Enqueue((pipe.LastArrival, payload));
        Pump(pipe);
    }

    private void Pump(Pipe pipe)
    {
        if (pipe.IsPumping || Server is null || !pipe.UnderWay.TryPeek(out var next))
        {
            return;
        }

        pipe.IsPumping = true;
        world.At(next.Arrival > pipe.HeldUntil ? next.Arrival : pipe.HeldUntil, () => Deliver(pipe));
    }

    private void Deliver(Pipe pipe)
    {
        pipe.IsPumping = false;
        if (IsOver || !pipe.UnderWay.TryPeek(out var next))
        {
            return;
        }

        if (pipe.HeldUntil > world.Now)
        {
            Pump(pipe);
            return;
        }

        var (from, to) = pipe == toServer ? (Client, Server!) : (Server!, Client);
        if (network.IsBlocked(from.Host, to.Host))
        {
            // It is sent again and again until it passes, or the connection is given up.
            pipe.IsPumping = true;
            pipe.BlockedSince ??= world.Now;
            if (world.Now - pipe.BlockedSince > TimeSpan.FromSeconds(90))
            {
                Break(noticedSoon: true);
            }
            else
            {
                world.After(world.Between(100, 400), () => Deliver(pipe));
            }

            return;
        }

        pipe.BlockedSince = null;
        if (network.HoldOf(from, to, next.Payload) is { } hold)
        {
            pipe.IsPumping = true;
            hold.Keep(this, next.Payload, () => Drain(pipe));
            return;
        }

        pipe.UnderWay.Dequeue();
        Hand(pipe, next.Payload);
        Pump(pipe);
    }

    /// <summary>What has gathered behind a message that was held comes all at once.</summary>
    private void Drain(Pipe pipe)
    {
        while (!IsOver && pipe.UnderWay.TryPeek(out var next) && next.Arrival <= world.Now && !IsHeld(pipe, next.Payload))
        {
            pipe.UnderWay.Dequeue();
            Hand(pipe, next.Payload);
        }

        pipe.IsPumping = false;
        Pump(pipe);
    }

    private bool IsHeld(Pipe pipe, object payload)
    {
        var (from, to) = pipe == toServer ? (Client, Server!) : (Server!, Client);
        return network.IsBlocked(from.Host, to.Host) || network.HoldOf(from, to, payload) is not null;
    }

    private void Hand(Pipe pipe, object payload)
    {
        if (payload == End)
        {
            Finish();
            (pipe == toServer ? (Action)TellServer : TellClient)();
        }
        else if (pipe == toServer)
        {
            if (!serverKnowsEnd && ServerLives)
            {
                Server!.WhenAwake(() => serverEnd!.Received(this, payload));
            }
        }
        else if (!clientKnowsEnd && ClientLives)
        {
            Client.WhenAwake(() => clientEnd.Received(this, payload));
        }
    }

    private sealed class Pipe
    {
        public Queue<(Moment Arrival, object Payload)> UnderWay { get; } = new();

        public Moment LastArrival { get; set; }

        /// <summary>Nothing is delivered before.</summary>
        public Moment HeldUntil { get; set; }

        public Moment? BlockedSince { get; set; }

        public bool IsPumping { get; set; }
    }
}
