using Kernel.Tests.Support.Servers;
using Kernel.ZooKeeper;
using Xunit;

namespace Kernel.Tests.Unit.ZooKeeper;

/// <summary>A ZooKeeper for the tests of one class; each test has a path of its own.</summary>
public sealed class ZooKeeperFixture : IAsyncLifetime
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(2);

    private ZooKeeperServer? server;
    private int places;

    /// <summary>The server's port.</summary>
    public int Port => server!.Port;

    /// <summary>A path that nobody has used.</summary>
    public ZooKeeperAddress Fresh(string credentials = "") =>
        ZooKeeperAddress.Parse($"zk://{credentials}127.0.0.1:{Port}/test-{Interlocked.Increment(ref places)}");

    /// <summary>Begins a session; it may be silent for two seconds.</summary>
    public static Task<ZooKeeperSession> OpenAsync(ZooKeeperAddress address, TimeProvider? time = null) =>
        ZooKeeperSession.OpenAsync(address, SessionTimeout, time ?? TimeProvider.System, default);

    /// <inheritdoc/>
    public async Task InitializeAsync() =>
        server = ZooKeeperServer.Missing is null ? await ZooKeeperServer.StartAsync() : null;

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        server?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>A test that needs a ZooKeeper; it is skipped where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ZooKeeperFactAttribute : FactAttribute
{
    /// <summary>Skips it where there is no server.</summary>
    public ZooKeeperFactAttribute() => Skip = ZooKeeperServer.Missing;
}
