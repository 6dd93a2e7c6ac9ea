using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A machine is cut off, both ways or one way only.</summary>
public sealed class PartitionMachine : IMove
{
    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        var world = cluster.World;
        var hosts = cluster.Processes.Select(static process => process.Host).Distinct().ToArray();
        var lonely = world.Pick(hosts);
        var (hears, speaks) = world.Chance.Next(4) switch
        {
            0 => (true, false),
            1 => (false, true),
            _ => (false, false),
        };
        foreach (var host in hosts.Where(host => host != lonely))
        {
            Block(cluster, lonely, host, speaks);
            Block(cluster, host, lonely, hears);
        }

        world.After(world.Between(1_000, world.OneIn(3) ? 200_000 : 30_000), () => Join(cluster, lonely, hosts));
    }

    private static void Block(SimCluster cluster, string from, string to, bool passes)
    {
        if (!passes)
        {
            cluster.Network.Block(from, to);
        }
    }

    private static void Join(SimCluster cluster, string lonely, IReadOnlyList<string> hosts)
    {
        foreach (var host in hosts)
        {
            cluster.Network.Unblock(lonely, host);
            cluster.Network.Unblock(host, lonely);
        }
    }
}
