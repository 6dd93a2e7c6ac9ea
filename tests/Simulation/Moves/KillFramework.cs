using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A scheduler is killed, and started again.</summary>
public sealed class KillFramework : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.World.Pick(cluster.FrameworkProcesses).Restart("a fault", cluster.World.Between(50, 30_000));
}
