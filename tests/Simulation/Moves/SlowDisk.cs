using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Writes take long for a while: to the registry, or to the disk of a machine.</summary>
public sealed class SlowDisk : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        var disk = cluster.World.OneIn(2) ? cluster.Registry : cluster.World.Pick(cluster.Disks);
        disk.BeSlow(true);
        cluster.World.After(cluster.World.Between(500, 10_000), () => disk.BeSlow(false));
    }
}
