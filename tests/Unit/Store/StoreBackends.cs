using Kernel.Store;

namespace Kernel.Tests.Unit.Store;

/// <summary>The kinds of stores by name.</summary>
public sealed class StoreBackends
{
    /// <summary>A place for stores with nothing in it.</summary>
    public IStoreBackend Fresh(string kind) => kind switch
    {
        "memory" => new InMemoryBackend(),
        "sqlite" => new SqliteBackend(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such store"),
    };

    private sealed class InMemoryBackend : IStoreBackend
    {
        private readonly InMemoryDatabase database = new();

        public Task<IStore> OpenAsync() => Task.FromResult<IStore>(new InMemoryStore(database));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SqliteBackend : IStoreBackend
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kernel-store-");

        public async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(Path.Combine(folder.FullName, "a", "store.db"));

        public ValueTask DisposeAsync()
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
