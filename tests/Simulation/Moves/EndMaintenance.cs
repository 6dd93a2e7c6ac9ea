using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Every machine that is down is up again.</summary>
public sealed class EndMaintenance : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) => cluster.Operator.TakeUp();
}
