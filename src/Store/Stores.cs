using Kernel.ZooKeeper;

namespace Kernel.Store;

/// <summary>Opens the store that a URL names: the <c>--store</c> flag of every component that keeps something.</summary>
public static class Stores
{
    /// <summary>
    /// Opens <c>sqlite:///path/to/file</c>, <c>postgres://user:password@host:port/database?schema=NAME</c>,
    /// <c>etcd://host:port,host:port/prefix</c>, <c>zk://user:password@host:port,host:port/path</c> or <c>memory:</c>.
    /// A component's store is its own: give each another file, schema, prefix or path.
    /// </summary>
    /// <param name="url">Which store.</param>
    /// <param name="time">The clock that leases are renewed by; the system's if null.</param>
    /// <param name="leaseLength">For how long a leader that is not heard of keeps leading; 10 s if null.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">There is no such kind of store, or it cannot be opened.</exception>
    public static async Task<IStore> OpenAsync(
        string url, TimeProvider? time = null, TimeSpan? leaseLength = null, CancellationToken stop = default)
    {
        var clock = time ?? TimeProvider.System;
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var rest = colon < 0 ? "" : url[(colon + 1)..];
        return (colon < 0 ? url : url[..colon]) switch
        {
            "sqlite" => await SqliteStore.OpenAsync(PathOf(url, rest)).ConfigureAwait(false),
            "memory" => new InMemoryStore(),
            "postgres" or "postgresql" =>
                await PostgresStore.OpenAsync(url, clock, leaseLength, stop).ConfigureAwait(false),
            "etcd" or "etcds" => await EtcdStore.OpenAsync(url, clock, leaseLength, stop).ConfigureAwait(false),
            "zk" => await ZooKeeperStore.OpenAsync(AddressOf(url), clock, leaseLength, null, stop).ConfigureAwait(false),
            _ => throw new StoreException(
                $"Unknown store '{url}': expected sqlite:///path, postgres://..., etcd://..., zk://... or memory:"),
        };
    }

    private static ZooKeeperAddress AddressOf(string url)
    {
        try
        {
            return ZooKeeperAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new StoreException($"The store is {wrong.Message}", wrong);
        }
    }

    private static string PathOf(string url, string rest)
    {
        var path = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        return path.Length > 0 ? path : throw new StoreException($"The store '{url}' names no file");
    }
}
