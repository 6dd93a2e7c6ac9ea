using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>An executor host is killed; its agent starts another, which ends what it left.</summary>
public sealed class KillHost : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.World.Pick(cluster.Agents).ExecutorHost.Kill("a fault");
}
