using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A role has no quota any more.</summary>
public sealed class RemoveQuota : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) =>
        cluster.Operator.SetQuota(new() { Role = cluster.World.Pick(SimOperator.Roles) }, force: false);
}
