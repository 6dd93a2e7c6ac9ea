using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Some connections break at the end that opened them, and what was sent on them comes later than what is sent on new ones.</summary>
public sealed class LingerConnections : IMove
{
    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        foreach (var connection in cluster.Network.Connections.Where(_ => cluster.World.OneIn(3)).ToList())
        {
            connection.Linger(cluster.World.Between(50, cluster.World.OneIn(4) ? 60_000 : 5_000));
        }
    }
}
