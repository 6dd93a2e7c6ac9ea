using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A little of everything of an agent is reserved for a role.</summary>
public sealed class ReserveResources : IMove
{
    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.Reservations.Reserve(cluster.World.Pick(cluster.Agents), cluster.World.OneIn(2) ? "role-1" : "role-2");
}
