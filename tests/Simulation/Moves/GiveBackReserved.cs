using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Something that is reserved is given back.</summary>
public sealed class GiveBackReserved : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.Reservations.GiveBack(cluster.World.Pick(cluster.Agents));
}
