namespace Kernel.ZooKeeper.Masters;

/// <summary>
/// Keeps a leader's <c>json.info_</c> node in ZooKeeper for a master that leads by another store: whoever looks for the leader
/// there finds it, and again after its session was lost. With its disposal the node goes.
/// </summary>
public sealed class MasterPublication : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stop = new();
    private readonly Task keeping;

    /// <summary>Begins to publish.</summary>
    /// <param name="address">What <c>--zk</c> says.</param>
    /// <param name="info">A <c>MasterInfo</c> as JSON.</param>
    /// <param name="sessionTimeout">For how long the node outlives the master.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trouble">Is told why it cannot be published; it will be tried again.</param>
    public MasterPublication(
        ZooKeeperAddress address, byte[] info, TimeSpan sessionTimeout, TimeProvider time, Action<string> trouble)
    {
        keeping = Retrying.UntilStoppedAsync(KeepAsync, trouble, Pause, time, stop.Token);

        async Task KeepAsync()
        {
            await using var session = await ZooKeeperSession.OpenAsync(address, sessionTimeout, time, stop.Token)
                .ConfigureAwait(false);
            var place = await MasterGroup.Of(address).JoinAsync(session, info, stop.Token).ConfigureAwait(false);
            while (await session.WatchAsync(place, stop.Token).ConfigureAwait(false) is { Value: not null } node)
            {
                await node.Changed.WaitAsync(stop.Token).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        stop.Dispose();
    }
}
