using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A role weighs more or less than others.</summary>
public sealed class SetWeights : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.SetWeight(cluster.World.Pick(SimOperator.Roles), 0.5 + cluster.World.Chance.Next(4));
}
