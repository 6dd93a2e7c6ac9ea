using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>An agent is drained; now and then it is to be gone after that.</summary>
public sealed class DrainAgent : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) => cluster.Operator.Drain(
        cluster.World.Pick(cluster.Agents),
        cluster.World.OneIn(2) ? cluster.World.Between(0, 10_000) : null,
        markGone: cluster.World.OneIn(5));
}
