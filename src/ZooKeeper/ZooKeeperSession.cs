using Kernel.ZooKeeper.Sessions;
using Kernel.ZooKeeper.Wire;

namespace Kernel.ZooKeeper;

/// <summary>
/// A session with a ZooKeeper ensemble. It outlives its connections: while there is none, requests wait. A request that
/// changes something fails with <see cref="ZooKeeperError.ConnectionLoss"/> if the connection breaks before its answer; one
/// that reads is asked again. With the session end its ephemeral nodes.
/// </summary>
public sealed class ZooKeeperSession : IAsyncDisposable
{
    private const int RoomForHead = 64;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    private readonly SessionLoop loop;
    private readonly bool isOwned;

    private ZooKeeperSession(SessionLoop loop, bool isOwned)
    {
        this.loop = loop;
        this.isOwned = isOwned;
    }

    /// <summary>For how long a session outlives a silence, if nobody says (Mesos: ZOOKEEPER_SESSION_TIMEOUT).</summary>
    public static TimeSpan TimeoutDefault => TimeSpan.FromSeconds(10);

    /// <summary>The shortest timeout that a flag may name: less would end sessions with every pause of a machine.</summary>
    public static TimeSpan TimeoutMin => TimeSpan.FromSeconds(1);

    /// <summary>The session's number: the owner of the ephemeral nodes that are made in it.</summary>
    public long Id => loop.Session.Id;

    /// <summary>Cancelled when the session is over: what is ephemeral in it is gone, or will be.</summary>
    public CancellationToken Expired => loop.Over;

    /// <summary>Begins a session.</summary>
    /// <param name="address">The ensemble; its credentials are shown, its path is not looked at.</param>
    /// <param name="timeout">For how long the session outlives a silence; the ensemble has bounds of its own for it.</param>
    /// <param name="time">The clock that pings go by.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ZooKeeperException">No server answered within the timeout, or the credentials were refused.</exception>
    public static async Task<ZooKeeperSession> OpenAsync(
        ZooKeeperAddress address, TimeSpan timeout, TimeProvider time, CancellationToken stop)
    {
        var loop = new SessionLoop(address, timeout, time);
        try
        {
            await loop.Connected.WaitAsync(timeout, time, stop).ConfigureAwait(false);
            return new(loop, address.Credentials is not null);
        }
        catch (Exception failure)
        {
            loop.End();
            await loop.Running.ConfigureAwait(false);
            throw failure is TimeoutException
                ? new ZooKeeperException(
                    ZooKeeperError.ConnectionLoss, $"ZooKeeper at {address} cannot be reached: {loop.LastTrouble}", failure)
                : failure;
        }
    }

    /// <summary>Makes a node.</summary>
    /// <returns>Its path, with its number if it has one.</returns>
    /// <exception cref="ZooKeeperException">It exists, its parent does not, or the connection broke.</exception>
    public async Task<string> CreateAsync(NodeOperation.Create create, CancellationToken stop)
    {
        var answer = await ChangeAsync(create, stop).ConfigureAwait(false);
        return new JuteReader(answer.Body.Span).Text();
    }

    /// <summary>Makes a node and those above it, unless they are there.</summary>
    public async Task CreatePathAsync(string path, CancellationToken stop)
    {
        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (await ExistsAsync(part, stop).ConfigureAwait(false) is null)
            {
                await CreateUnlessThereAsync(part, stop).ConfigureAwait(false);
            }

            if (end < 0)
            {
                return;
            }
        }
    }

    /// <summary>Replaces a node's data.</summary>
    /// <exception cref="ZooKeeperException">There is no such node, it has another version, or the connection broke.</exception>
    public Task SetAsync(NodeOperation.Set set, CancellationToken stop) => ChangeAsync(set, stop);

    /// <summary>Deletes a node.</summary>
    /// <exception cref="ZooKeeperException">There is no such node, it has children or another version, or the connection broke.</exception>
    public Task DeleteAsync(NodeOperation.Delete delete, CancellationToken stop) => ChangeAsync(delete, stop);

    /// <summary>Does all of these changes, or none.</summary>
    /// <exception cref="ZooKeeperException">One was refused, and the message says which; or the connection broke.</exception>
    public async Task TransactAsync(IReadOnlyList<NodeOperation> operations, CancellationToken stop)
    {
        var request = new Request(Opcode.Multi, Requests.Multi(operations, isOwned));
        var answer = await AskAsync(request, $"{operations.Count} operations", stop).ConfigureAwait(false);
        if (answer.Body.Length > 0 && MultiAnswer.RefusalIn(answer.Body.Span) is var (index, error))
        {
            throw new ZooKeeperException(error, $"{operations[index].GetType().Name} {operations[index].Path}: {error}");
        }

        Demand(answer, $"{operations.Count} operations");
    }

    /// <summary>What is known of a node; null if there is none.</summary>
    public async Task<NodeStat?> ExistsAsync(string path, CancellationToken stop) =>
        StatIn(await ReadAsync(Opcode.Exists, path, false, stop).ConfigureAwait(false));

    /// <summary>What is known of a node, null if there is none; its making, change or end is told.</summary>
    public async Task<Watched<NodeStat?>> WatchAsync(string path, CancellationToken stop)
    {
        var answer = await ReadAsync(Opcode.Exists, path, true, stop).ConfigureAwait(false);
        return new(StatIn(answer), answer.Changed!);
    }

    /// <summary>Reads a node; null if there is none.</summary>
    public async Task<Node?> GetAsync(string path, CancellationToken stop)
    {
        var answer = await ReadAsync(Opcode.GetData, path, false, stop).ConfigureAwait(false);
        return answer.Error == ZooKeeperError.None ? NodeIn(answer.Body.Span) : null;
    }

    /// <summary>The names of a node's children, in no order; null if there is no such node.</summary>
    public async Task<IReadOnlyList<string>?> ChildrenAsync(string path, CancellationToken stop) =>
        ChildrenIn(await ReadAsync(Opcode.GetChildren, path, false, stop).ConfigureAwait(false));

    /// <summary>The same, and the coming and going of children, or of the node itself, is told.</summary>
    public async Task<Watched<IReadOnlyList<string>?>> WatchChildrenAsync(string path, CancellationToken stop)
    {
        var answer = await ReadAsync(Opcode.GetChildren, path, true, stop).ConfigureAwait(false);
        if (answer.Changed is { } changed)
        {
            return new(ChildrenIn(answer), changed);
        }

        // A node that is not there has no children that could be watched: its making is. It may have come meanwhile.
        var made = await WatchAsync(path, stop).ConfigureAwait(false);
        return new(null, made.Value is null ? made.Changed : Task.CompletedTask);
    }

    /// <summary>Ends the session, and with it what is ephemeral in it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!loop.Over.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(ClosePatience);
            try
            {
                await loop.AskAsync(new(Opcode.CloseSession, default), patience.Token).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is ZooKeeperException or OperationCanceledException)
            {
                // Nobody can be told: the session runs out by itself.
            }
        }

        loop.End();
        await loop.Running.ConfigureAwait(false);
    }

    private static NodeStat? StatIn(Answer answer) =>
        answer.Error == ZooKeeperError.None ? new JuteReader(answer.Body.Span).Stat() : null;

    private static string[]? ChildrenIn(Answer answer) =>
        answer.Error == ZooKeeperError.None ? new JuteReader(answer.Body.Span).Texts() : null;

    private static Node NodeIn(ReadOnlySpan<byte> body)
    {
        var reader = new JuteReader(body);
        return new(reader.Bytes(), reader.Stat());
    }

    private static void Demand(Answer answer, string what, bool isRead = false)
    {
        if (answer.Error != ZooKeeperError.None && !(isRead && answer.Error == ZooKeeperError.NoNode))
        {
            throw new ZooKeeperException(answer.Error, $"{what}: {answer.Error}");
        }
    }

    private async Task CreateUnlessThereAsync(string path, CancellationToken stop)
    {
        try
        {
            await CreateAsync(new(path, []), stop).ConfigureAwait(false);
        }
        catch (ZooKeeperException failure) when (failure.Error == ZooKeeperError.NodeExists)
        {
            // Somebody else was faster.
        }
    }

    private async Task<Answer> ChangeAsync(NodeOperation operation, CancellationToken stop)
    {
        var what = $"{operation.GetType().Name} {operation.Path}";
        var request = new Request(Requests.OpcodeOf(operation), Requests.Change(operation, isOwned));
        var answer = await AskAsync(request, what, stop).ConfigureAwait(false);
        Demand(answer, what);
        return answer;
    }

    private async Task<Answer> ReadAsync(Opcode kind, string path, bool watch, CancellationToken stop)
    {
        var request = new Request(kind, Requests.Read(path, watch), watch ? path : null);
        var answer = await loop.AskAsync(request, stop).ConfigureAwait(false);
        Demand(answer, $"{kind} {path}", isRead: true);
        return answer;
    }

    private Task<Answer> AskAsync(Request request, string what, CancellationToken stop) =>
        request.Body.Length + RoomForHead <= Frames.RequestLengthMax
            ? loop.AskAsync(request, stop)
            : throw new ZooKeeperException(
                ZooKeeperError.BadArguments, $"{what}: {request.Body.Length} bytes are more than the 1 MB that ZooKeeper takes at once");
}
