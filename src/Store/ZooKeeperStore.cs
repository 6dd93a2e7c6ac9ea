using System.Runtime.CompilerServices;
using Kernel.Model;
using Kernel.ZooKeeper;

namespace Kernel.Store;

/// <summary>
/// A store in a ZooKeeper ensemble. Candidates queue by ephemeral nodes, the first one leads; what fences its commits is told
/// at <see cref="ZooKeeperLeadership"/>, where keys are at <see cref="ZooKeeperLayout"/>.
/// </summary>
/// <remarks>
/// ZooKeeper takes 1 MB at once, so a commit of more is refused. It keeps everything in memory: it is there for those who
/// run one already; for a large fleet etcd or PostgreSQL is better.
/// </remarks>
public sealed class ZooKeeperStore : IStore
{
    private const int EntriesReadAtOnce = 500;

    private readonly ZooKeeperAddress address;
    private readonly ZooKeeperLayout layout;
    private readonly CandidateGroup candidates;
    private readonly TimeSpan sessionTimeout;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim opening = new(1);
    private ZooKeeperSession session;
    private ZooKeeperLeadership? leadership;

    private ZooKeeperStore(ZooKeeperAddress address, CandidateGroup? candidates, TimeSpan timeout, TimeProvider time, ZooKeeperSession session)
    {
        this.address = address;
        this.time = time;
        this.session = session;
        sessionTimeout = timeout;
        layout = new(address.Path);
        this.candidates = candidates ?? new(layout.Candidates, "candidate");
    }

    /// <inheritdoc/>
    public int WritesPerCommitMax => 100;

    /// <summary>Opens the store in an ensemble.</summary>
    /// <param name="address">The ensemble, and the node that everything is below.</param>
    /// <param name="time">The clock that pings go by.</param>
    /// <param name="sessionTimeout">For how long a leader that is not heard of keeps leading; 10 s by default.</param>
    /// <param name="candidates">Where candidates queue; by default below the node.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">No server can be reached.</exception>
    public static async Task<ZooKeeperStore> OpenAsync(
        ZooKeeperAddress address,
        TimeProvider time,
        TimeSpan? sessionTimeout = null,
        CandidateGroup? candidates = null,
        CancellationToken stop = default)
    {
        var timeout = sessionTimeout ?? ZooKeeperSession.TimeoutDefault;
        var session = await ReachAsync(() => ZooKeeperSession.OpenAsync(address, timeout, time, stop)).ConfigureAwait(false);
        return new(address, candidates, timeout, time, session);
    }

    /// <inheritdoc/>
    public async Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop)
    {
        await ResignAsync().ConfigureAwait(false);
        while (true)
        {
            try
            {
                leadership = await LeadAsync(candidate, stop).ConfigureAwait(false);
                return new(leadership.Epoch, leadership.Lost);
            }
            catch (ZooKeeperException trouble) when (IsPassing(trouble.Error))
            {
                // The place in the queue may be lost, or one may have been taken that nobody knows of: with its session it goes.
                await session.DisposeAsync().ConfigureAwait(false);
            }
            catch (ZooKeeperException refused)
            {
                throw new StoreException($"ZooKeeper at {address} refused a campaign: {refused.Message}", refused);
            }
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> LeaderAsync(CancellationToken stop) => ReachAsync(async () =>
        await candidates.DataOfFirstAsync(await SessionAsync(stop).ConfigureAwait(false), stop).ConfigureAwait(false));

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var reading = await ReachAsync(() => SessionAsync(stop)).ConfigureAwait(false);
        var keys = await ReachAsync(() => layout.KeysAsync(reading, stop)).ConfigureAwait(false);
        var wanted = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        foreach (var some in wanted.Chunk(EntriesReadAtOnce))
        {
            var nodes = await ReachAsync(() => Task.WhenAll(some.Select(key => reading.GetAsync(layout.Entry(key), stop))))
                .ConfigureAwait(false);
            foreach (var (key, node) in some.Zip(nodes).Where(static entry => entry.Second is not null))
            {
                yield return new(key, node!.Data);
            }
        }
    }

    /// <inheritdoc/>
    public Task CommitAsync(long epoch, IReadOnlyList<Write> writes) => leadership is { } held && held.Epoch == epoch
        ? held.CommitAsync(LastWrites.Of(writes))
        : throw new FencedException($"epoch {epoch} is over: it is not this store's");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ResignAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
        opening.Dispose();
    }

    private static bool IsPassing(ZooKeeperError error) => error is ZooKeeperError.ConnectionLoss
        or ZooKeeperError.SessionExpired or ZooKeeperError.SessionMoved or ZooKeeperError.NoNode or ZooKeeperError.NodeExists;

    private static async Task<T> ReachAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (ZooKeeperException failure)
        {
            throw new StoreException(failure.Message, failure);
        }
    }

    /// <summary>Queues, waits to be the first, and takes over.</summary>
    private async Task<ZooKeeperLeadership> LeadAsync(byte[] candidate, CancellationToken stop)
    {
        var mine = await SessionAsync(stop).ConfigureAwait(false);
        var member = await candidates.JoinAsync(mine, candidate, stop).ConfigureAwait(false);
        try
        {
            for (var first = await candidates.FirstAsync(mine, stop).ConfigureAwait(false);
                first.Value != member;
                first = await candidates.FirstAsync(mine, stop).ConfigureAwait(false))
            {
                await first.Changed.WaitAsync(stop).ConfigureAwait(false);
            }

            return await ZooKeeperLeadership.TakeAsync(mine, layout, member, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever gives up is not to lead later.
            await mine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The session, or a new one if it is over. A leader's is never replaced under it.</summary>
    private async Task<ZooKeeperSession> SessionAsync(CancellationToken stop)
    {
        await opening.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (session.Expired.IsCancellationRequested)
            {
                session = await ZooKeeperSession.OpenAsync(address, sessionTimeout, time, stop).ConfigureAwait(false);
            }

            return session;
        }
        finally
        {
            opening.Release();
        }
    }

    private async Task ResignAsync()
    {
        if (leadership is { } ending)
        {
            leadership = null;
            await ending.DisposeAsync().ConfigureAwait(false);
        }
    }
}
