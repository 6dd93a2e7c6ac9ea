using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A master is killed, and started again.</summary>
public sealed class KillMaster : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.World.Pick(cluster.Masters).Restart("a fault", cluster.World.Between(50, 20_000));
}
