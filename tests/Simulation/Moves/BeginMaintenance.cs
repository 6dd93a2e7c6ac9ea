using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A machine of the schedule goes down: its agent is told to leave.</summary>
public sealed class BeginMaintenance : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster) => cluster.Operator.TakeDown(cluster.World.Pick(cluster.Agents));
}
