using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>An agent is not offered any more; what runs there runs on.</summary>
public sealed class DeactivateAgent : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.Deactivate(cluster.World.Pick(cluster.Agents));
}
