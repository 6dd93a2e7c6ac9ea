using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A process stands still for a while, and then goes on as if nothing had been. A master that does may find its lease run out.</summary>
public sealed class PauseProcess : IMove
{
    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        var world = cluster.World;
        var process = world.Pick([.. cluster.Processes]);
        process.Pause(world.Between(200, world.OneIn(3) ? 60_000 : 8_000));
        if (process is SimMaster { Epoch: > 0 } master)
        {
            var epoch = master.Epoch;
            world.After(world.Between(4_000, 10_000), () =>
            {
                if (master.IsPaused && cluster.Registry.Database.Epoch == epoch)
                {
                    cluster.Registry.Database.Depose();
                }
            });
        }
    }
}
