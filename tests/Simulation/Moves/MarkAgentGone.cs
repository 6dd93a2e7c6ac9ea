using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>An agent is declared gone for ever, whether it is or not.</summary>
public sealed class MarkAgentGone : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.MarkGone(cluster.World.Pick(cluster.Agents));
}
