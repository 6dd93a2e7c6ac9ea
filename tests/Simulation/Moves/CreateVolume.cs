using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Of a disk that is reserved, a volume is made.</summary>
public sealed class CreateVolume : IMove
{
    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.Reservations.CreateVolume(cluster.World.Pick(cluster.Agents));
}
