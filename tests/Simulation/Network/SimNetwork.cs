using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Network;

/// <summary>
/// What connects processes. It keeps to what TCP promises: on a connection everything arrives in order, or the
/// connection breaks and what was under way is lost with it, never a message alone. It delays, breaks and partitions.
/// </summary>
public sealed class SimNetwork(SimWorld world)
{
    private readonly SortedDictionary<string, SimProcess> listeners = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, string To)> blocked = [];
    private readonly List<SimConnection> connections = [];
    private readonly List<SimHold> holds = [];
    private long opened;

    /// <summary>The connections that stand.</summary>
    public IReadOnlyList<SimConnection> Connections => connections;

    /// <summary>Whether nothing passes from one machine to another now.</summary>
    public bool IsBlocked(string fromHost, string toHost) => blocked.Contains((fromHost, toHost));

    /// <summary>Lets nothing pass from one machine to another.</summary>
    public void Block(string fromHost, string toHost)
    {
        world.Note("network", $"nothing passes from {fromHost} to {toHost}");
        blocked.Add((fromHost, toHost));
    }

    /// <summary>Lets everything pass again.</summary>
    public void Unblock(string fromHost, string toHost)
    {
        if (blocked.Remove((fromHost, toHost)))
        {
            world.Note("network", $"passes again from {fromHost} to {toHost}");
        }
    }

    /// <summary>Lets everything pass everywhere.</summary>
    public void Heal()
    {
        world.Note("network", "heals");
        blocked.Clear();
        foreach (var hold in holds)
        {
            hold.Release();
        }
    }

    /// <summary>Holds messages on their way, from now on.</summary>
    /// <param name="catches">Which: who sends, who receives, what.</param>
    public SimHold Hold(Func<SimProcess, SimProcess, object, bool> catches)
    {
        var hold = new SimHold(catches);
        holds.Add(hold);
        return hold;
    }

    /// <summary>A process listens at its address.</summary>
    public void Listen(SimProcess process) => listeners[process.Address] = process;

    /// <summary>
    /// A process has ended: its peers notice soon, or, if nothing passes, later. What it had sent may be lost, or still arrive.
    /// </summary>
    public void Died(SimProcess process)
    {
        listeners.Remove(process.Address);
        foreach (var connection in connections.Where(one => one.Client == process || one.Server == process).ToList())
        {
            if (world.OneIn(2))
            {
                connection.Break(noticedSoon: true);
            }
            else
            {
                connection.Flush(process);
            }
        }
    }

    /// <summary>Opens a connection; one end or the other is told what becomes of it.</summary>
    /// <param name="from">Who opens it.</param>
    /// <param name="address">Where to.</param>
    /// <param name="purpose">What the server is to take it for.</param>
    /// <param name="end">The client's end: told that it is open, or closed.</param>
    public SimConnection Open(SimProcess from, string address, string purpose, ISimEnd end)
    {
        var connection = new SimConnection(world, this, from, purpose, end, ++opened);
        connections.Add(connection);
        var host = address[..address.LastIndexOf(':')];
        from.Soon(world.Between(0.1, 3), () => Establish(connection, address, host));
        return connection;
    }

    internal SimHold? HoldOf(SimProcess from, SimProcess to, object payload)
    {
        foreach (var hold in holds)
        {
            if (hold.Catches(from, to, payload))
            {
                return hold;
            }
        }

        return null;
    }

    internal void Forget(SimConnection connection) => connections.Remove(connection);

    private void Establish(SimConnection connection, string address, string host)
    {
        if (connection.IsOver)
        {
            return;
        }

        if (listeners.GetValueOrDefault(address) is { IsPaused: true })
        {
            connection.Client.Soon(TimeSpan.FromMilliseconds(100), () => Establish(connection, address, host));
        }
        else if (IsBlocked(connection.Client.Host, host) || IsBlocked(host, connection.Client.Host))
        {
            // Nobody answers: the client gives up after its connect timeout.
            connection.Client.Soon(TimeSpan.FromSeconds(10), () => connection.Refused());
        }
        else if (listeners.TryGetValue(address, out var server) && server.IsUp && server.Accept(connection) is { } end)
        {
            connection.Accepted(server, end);
        }
        else
        {
            connection.Client.Soon(world.Between(0.1, 2), () => connection.Refused());
        }
    }
}
