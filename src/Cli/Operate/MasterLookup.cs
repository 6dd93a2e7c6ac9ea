using Kernel.ZooKeeper;
using Kernel.ZooKeeper.Masters;

namespace Kernel.Cli.Operate;

/// <summary>Finds the master that a command asks.</summary>
internal static class MasterLookup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where the master is that a text names, or the leader that ZooKeeper knows.</summary>
    /// <exception cref="Refusal">There is no leader, or ZooKeeper cannot be asked.</exception>
    public static async Task<string> FindAsync(string master, CancellationToken stop) =>
        ZooKeeperAddress.Is(master) ? await LeaderAsync(ZooKeeperAddress.OfFlag("master", master)!, stop) : master;

    private static async Task<string> LeaderAsync(ZooKeeperAddress address, CancellationToken stop)
    {
        try
        {
            var leader = await new MasterDetector(address, Patience, TimeProvider.System).FindAsync(stop);
            return leader?.Address ?? throw new Refusal($"no master leads at {address}");
        }
        catch (ZooKeeperException failure)
        {
            throw new Refusal(failure.Message);
        }
    }
}
