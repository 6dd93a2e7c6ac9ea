using Kernel.Store;
using Kernel.ZooKeeper;
using Kernel.ZooKeeper.Masters;

namespace Kernel.Master.Server;

/// <summary>
/// Where a master keeps its registry and is found, by the flags <c>--store</c> and <c>--zk</c>: with <c>--zk</c> alone both
/// are in ZooKeeper, where masters queue by the nodes that they publish; with both flags the leader by the store publishes.
/// </summary>
public static class MasterStore
{
    /// <summary>Opens the store.</summary>
    /// <param name="options">The flags.</param>
    /// <param name="otherwise">The URL of the store if no flag names one.</param>
    /// <param name="time">The clock that leases are renewed by.</param>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    /// <exception cref="FormatException">A flag is wrong; the message names it.</exception>
    public static async Task<IStore> OpenAsync(MasterOptions options, string otherwise, TimeProvider time)
    {
        if (AddressOf(options) is { } address && options.Store is null)
        {
            return await ZooKeeperStore.OpenAsync(
                address.Below("kernel/master"), time, options.ZkSessionTimeout, MasterGroup.Of(address)).ConfigureAwait(false);
        }

        var isZooKeeper = ZooKeeperAddress.Is(options.Store);
        return await Stores.OpenAsync(options.Store ?? otherwise, time, isZooKeeper ? options.ZkSessionTimeout : null)
            .ConfigureAwait(false);
    }

    /// <summary>Begins to publish a leader that is elected elsewhere; null if none is to, or the election itself does.</summary>
    /// <exception cref="FormatException">A flag is wrong; the message names it.</exception>
    internal static MasterPublication? Publish(MasterOptions options, byte[] info, TimeProvider time, Action<string> trouble) =>
        AddressOf(options) is { } address && options.Store is not null
            ? new(address, info, options.ZkSessionTimeout, time, trouble)
            : null;

    private static ZooKeeperAddress? AddressOf(MasterOptions options)
    {
        if (options.ZkSessionTimeout < ZooKeeperSession.TimeoutMin)
        {
            throw new FormatException("Failed to load flag 'zk_session_timeout': it must be at least 1secs");
        }

        return ZooKeeperAddress.OfFlag("zk", options.Zk);
    }
}
