using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>An agent is killed, and started again: soon, or after it was given up.</summary>
public sealed class KillAgent : IMove
{
    /// <inheritdoc/>
    public int Weight => 4;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.World.Pick(cluster.Agents).Restart("a fault", cluster.World.Between(50, cluster.World.OneIn(4) ? 200_000 : 10_000));
}
