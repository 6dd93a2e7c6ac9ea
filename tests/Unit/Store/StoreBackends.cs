using Kernel.Store;
using Kernel.Tests.Support.Servers;
using Kernel.ZooKeeper;

namespace Kernel.Tests.Unit.Store;

/// <summary>The kinds of stores by name. The servers behind them are started when they are first asked for.</summary>
public sealed class StoreBackends : IDisposable
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(3);

    private readonly Lazy<Task<PostgresServer>> postgres = new(PostgresServer.StartAsync);
    private readonly Lazy<Task<EtcdServer>> etcd = new(EtcdServer.StartAsync);
    private readonly Lazy<Task<ZooKeeperServer>> zooKeeper = new(ZooKeeperServer.StartAsync);
    private int places;

    /// <summary>A place for stores with nothing in it.</summary>
    public IStoreBackend Fresh(string kind) => kind switch
    {
        "memory" => new InMemoryBackend(),
        "sqlite" => new SqliteBackend(),
        "postgres" => new ServerBackend(OpenPostgresAsync, $"test_{places++}"),
        "etcd" => new ServerBackend(OpenEtcdAsync, $"test/{places++}"),
        "zookeeper" => new ServerBackend(OpenZooKeeperAsync, $"test/{places++}"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such store"),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (postgres.IsValueCreated)
        {
            postgres.Value.Result.Dispose();
        }

        if (etcd.IsValueCreated)
        {
            etcd.Value.Result.Dispose();
        }

        if (zooKeeper.IsValueCreated)
        {
            zooKeeper.Value.Result.Dispose();
        }
    }

    private async Task<IStore> OpenPostgresAsync(string place, TimeProvider time) => await PostgresStore.OpenAsync(
        $"postgres://postgres@127.0.0.1:{(await postgres.Value).Port}/postgres?schema={place}", time, LeaseLength);

    private async Task<IStore> OpenEtcdAsync(string place, TimeProvider time) => await EtcdStore.OpenAsync(
        $"etcd://127.0.0.1:{(await etcd.Value).Port}/{place}", time, LeaseLength);

    private async Task<IStore> OpenZooKeeperAsync(string place, TimeProvider time) => await ZooKeeperStore.OpenAsync(
        ZooKeeperAddress.Parse($"zk://127.0.0.1:{(await zooKeeper.Value).Port}/{place}"), time, LeaseLength);

    private sealed class InMemoryBackend : IStoreBackend
    {
        private readonly InMemoryDatabase database = new();

        public Task<IStore> OpenAsync(TimeProvider? time) => Task.FromResult<IStore>(new InMemoryStore(database));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SqliteBackend : IStoreBackend
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kernel-store-");

        public async Task<IStore> OpenAsync(TimeProvider? time) =>
            await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "a", "store.db"));

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class ServerBackend(Func<string, TimeProvider, Task<IStore>> open, string place) : IStoreBackend
    {
        public Task<IStore> OpenAsync(TimeProvider? time) => open(place, time ?? TimeProvider.System);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
