using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Every agent is offered again.</summary>
public sealed class ReactivateAgents : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) => cluster.Operator.ReactivateAll();
}
