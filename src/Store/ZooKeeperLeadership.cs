using Kernel.Model;
using Kernel.ZooKeeper;

namespace Kernel.Store;

/// <summary>
/// A leadership in ZooKeeper: as long as its fence is there, its holder may write. Each commit sets the fence's data and
/// demands its version, so that a deposed leader's is refused, and so that after a loss of connection the fence says whether
/// the commit was made.
/// </summary>
internal sealed class ZooKeeperLeadership : IAsyncDisposable
{
    private readonly ZooKeeperSession session;
    private readonly ZooKeeperLayout layout;
    private readonly HashSet<string> keys;
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource lost;
    private readonly Task watching;
    private int version;

    private ZooKeeperLeadership(ZooKeeperSession session, ZooKeeperLayout layout, string member, long epoch, IEnumerable<string> keys)
    {
        (this.session, this.layout, Epoch) = (session, layout, epoch);
        this.keys = keys.ToHashSet(StringComparer.Ordinal);
        lost = CancellationTokenSource.CreateLinkedTokenSource(session.Expired);
        Lost = lost.Token;
        watching = WatchAsync(member);
    }

    /// <summary>The transaction that made the leader's place in the queue: a later leader's is higher.</summary>
    public long Epoch { get; }

    /// <summary>Cancelled when the leadership is over.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Takes over from whoever led before.</summary>
    /// <param name="session">The session of the first in the queue.</param>
    /// <param name="layout">Where the store is.</param>
    /// <param name="member">The first in the queue.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ZooKeeperException">It is not there any more, or another one was faster.</exception>
    public static async Task<ZooKeeperLeadership> TakeAsync(
        ZooKeeperSession session, ZooKeeperLayout layout, string member, CancellationToken stop)
    {
        await layout.PrepareAsync(session, stop).ConfigureAwait(false);
        var place = await session.ExistsAsync(member, stop).ConfigureAwait(false)
            ?? throw new ZooKeeperException(ZooKeeperError.NoNode, $"{member}: the place in the queue is gone");
        var earlier = await session.ChildrenAsync(layout.Fences, stop).ConfigureAwait(false) ?? [];
        await session.TransactAsync(
            [
                new NodeOperation.Check(member),
                .. earlier.Select(fence => new NodeOperation.Delete($"{layout.Fences}/{fence}")),
                new NodeOperation.Create(layout.Fence(place.Created), []),
            ],
            stop).ConfigureAwait(false);

        // What others wrote before is what is seen now: nobody else can write any more.
        return new(session, layout, member, place.Created, await layout.KeysAsync(session, stop).ConfigureAwait(false));
    }

    /// <summary>Makes all writes durable, or none of them.</summary>
    /// <exception cref="FencedException">The leadership is over.</exception>
    public async Task CommitAsync(LastWrites writes)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var deleted = writes.Deleted.Where(keys.Contains).ToArray();
            await CommitAsync([
                NextFence(),
                .. deleted.Select(key => new NodeOperation.Delete(layout.Entry(key))),
                .. writes.PutKeys.Zip(writes.PutValues, Put),
            ]).ConfigureAwait(false);
            keys.ExceptWith(deleted);
            keys.UnionWith(writes.PutKeys);
        }
        catch (ZooKeeperException refused) when (refused.Error
            is ZooKeeperError.NoNode or ZooKeeperError.BadVersion or ZooKeeperError.SessionExpired)
        {
            throw new FencedException($"epoch {Epoch} is over: {refused.Message}");
        }
        catch (ZooKeeperException refused)
        {
            throw new StoreException($"ZooKeeper refused a commit: {refused.Message}", refused);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Gives the leadership up, with its session.</summary>
    public async ValueTask DisposeAsync()
    {
        await lost.CancelAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        lost.Dispose();
        turn.Dispose();
    }

    /// <summary>Versions are of 32 bits, and one of them means any: before they run out another leadership is due.</summary>
    private NodeOperation.Set NextFence() => version < int.MaxValue
        ? new(layout.Fence(Epoch), [], version)
        : throw new FencedException($"epoch {Epoch} is over: it has made as many commits as there are versions");

    private NodeOperation Put(string key, byte[] value) => keys.Contains(key)
        ? new NodeOperation.Set(layout.Entry(key), value)
        : new NodeOperation.Create(layout.Entry(key), value);

    private async Task CommitAsync(IReadOnlyList<NodeOperation> operations)
    {
        for (var isDone = false; !isDone;)
        {
            try
            {
                await session.TransactAsync(operations, default).ConfigureAwait(false);
                isDone = true;
            }
            catch (ZooKeeperException unknown) when (unknown.Error == ZooKeeperError.ConnectionLoss)
            {
                isDone = await WasDoneAsync().ConfigureAwait(false);
            }
        }

        version++;
    }

    /// <summary>Whether the commit of which nobody told was made after all.</summary>
    private async Task<bool> WasDoneAsync()
    {
        var fence = await session.ExistsAsync(layout.Fence(Epoch), default).ConfigureAwait(false);
        return fence?.Version == version + 1;
    }

    /// <summary>Somebody may take the leader's place in the queue away: then another one leads.</summary>
    private async Task WatchAsync(string member)
    {
        try
        {
            while (await session.WatchAsync(member, Lost).ConfigureAwait(false) is { Value: not null } place)
            {
                await place.Changed.WaitAsync(Lost).ConfigureAwait(false);
            }

            await lost.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or ZooKeeperException)
        {
            // The session is over, and with it the leadership; or it was given up.
        }
    }
}
