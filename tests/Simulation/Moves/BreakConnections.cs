using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Some connections break, and what was under way is lost; each end notices in its own time.</summary>
public sealed class BreakConnections : IMove
{
    /// <inheritdoc/>
    public int Weight => 5;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        foreach (var connection in cluster.Network.Connections.Where(_ => cluster.World.OneIn(4)).ToList())
        {
            connection.Break(noticedSoon: !cluster.World.OneIn(3));
        }
    }
}
