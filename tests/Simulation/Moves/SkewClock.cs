using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>The clock of a process jumps, by up to half a minute.</summary>
public sealed class SkewClock : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.World.Pick([.. cluster.Processes]).SetSkew(cluster.World.Between(0, 60_000) - TimeSpan.FromSeconds(30));
}
