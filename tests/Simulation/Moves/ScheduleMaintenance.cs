using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>The maintenance schedule is another: some machines, some time soon.</summary>
public sealed class ScheduleMaintenance : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        var world = cluster.World;
        var machines = cluster.Agents.Where(_ => world.OneIn(2)).ToList();
        cluster.Operator.Schedule(machines, world.Now + world.Between(0, 120_000));
    }
}
