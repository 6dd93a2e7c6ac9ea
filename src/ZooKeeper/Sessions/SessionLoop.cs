using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Channels;
using Kernel.ZooKeeper.Wire;

namespace Kernel.ZooKeeper.Sessions;

/// <summary>
/// Keeps a session alive: connects to one server after the other, and again when a connection breaks, until the session is
/// over. It is over when a server says so, or when no server was heard for as long as the session would have lived.
/// </summary>
internal sealed class SessionLoop : IConnected
{
    private const int RequestsWaitingMax = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly EnsembleMember[] servers;
    private readonly string? credentials;
    private readonly TimeProvider time;
    private readonly Channel<Request> requests = Channel.CreateBounded<Request>(
        new BoundedChannelOptions(RequestsWaitingMax) { SingleReader = false });

    private readonly Watches watches = new();
    private readonly CancellationTokenSource ended = new();
    private readonly CancellationTokenSource over = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Request[] again = [];
    private TimeSpan timeout;
    private long lastSeen;
    private long lastHeard;
    private int nextServer;

    /// <summary>Begins to connect.</summary>
    public SessionLoop(ZooKeeperAddress address, TimeSpan timeout, TimeProvider time)
    {
        servers = [.. address.Servers];
        RandomNumberGenerator.Shuffle(servers.AsSpan());
        credentials = address.Credentials;
        this.timeout = timeout;
        this.time = time;
        lastHeard = time.GetTimestamp();
        Over = over.Token;
        Running = RunAsync();
    }

    /// <summary>Cancelled when the session is over.</summary>
    public CancellationToken Over { get; }

    /// <summary>Ends when the session is over and everything is let go.</summary>
    public Task Running { get; }

    /// <summary>Ends when the session has begun.</summary>
    public Task Connected => connected.Task;

    /// <summary>What the session is known by.</summary>
    public SessionId Session { get; private set; } = SessionId.None;

    /// <summary>Why the last connection could not be made, or broke; for people.</summary>
    public string LastTrouble { get; private set; } = "no answer";

    /// <inheritdoc/>
    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref lastHeard));

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="ZooKeeperException">There is none.</exception>
    public async Task<Answer> AskAsync(Request request, CancellationToken stop)
    {
        try
        {
            await requests.Writer.WriteAsync(request, stop).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            request.Fail(ZooKeeperError.SessionExpired);
        }

        return await request.Answered.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Ends the session here, whatever the servers think of it.</summary>
    public void End() => ended.Cancel();

    /// <inheritdoc/>
    public void Heard(long transaction)
    {
        Interlocked.Exchange(ref lastHeard, time.GetTimestamp());
        lastSeen = Math.Max(lastSeen, transaction);
    }

    /// <inheritdoc/>
    public void Changed(string path) => watches.Tell(path);

    /// <inheritdoc/>
    public Task Watch(string path) => watches.Of(path);

    private async Task RunAsync()
    {
        // Nobody who asks for a session waits for its first attempt.
        await Task.Yield();
        try
        {
            while (await ConnectAsync().ConfigureAwait(false) is { } connection)
            {
                await UseAsync(connection).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It was closed.
        }
        catch (ZooKeeperException refused) when (refused.Error == ZooKeeperError.AuthFailed)
        {
            connected.TrySetException(refused);
        }
        finally
        {
            await FinishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The next connection; null if the session is over.</summary>
    private async Task<Connection?> ConnectAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (Session.Id != 0 && Silence > timeout)
            {
                return null;
            }

            if (await TryConnectAsync().ConfigureAwait(false) is { } connection)
            {
                return connection.Greeting.IsExpired ? null : connection;
            }

            if (attempt % servers.Length == 0)
            {
                await Task.Delay(Pause, time, ended.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task<Connection?> TryConnectAsync()
    {
        var server = servers[nextServer++ % servers.Length];
        using var patience = new CancellationTokenSource(timeout / 3, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended.Token);
        try
        {
            return await Connection.OpenAsync(server, Requests.Connect(lastSeen, timeout, Session), either.Token)
                .ConfigureAwait(false);
        }
        catch (Exception trouble) when (IsTrouble(trouble) && !ended.IsCancellationRequested)
        {
            LastTrouble = $"{server}: {(trouble is OperationCanceledException ? "no answer" : trouble.Message)}";
            return null;
        }
    }

    private async Task UseAsync(Connection connection)
    {
        (timeout, Session) = (connection.Greeting.Timeout, connection.Greeting.Session);
        Heard(0);
        connected.TrySetResult();
        var broken = await connection.RunAsync(credentials, again, requests.Reader, this, time, ended.Token).ConfigureAwait(false);
        LastTrouble = broken.Message;
        var unanswered = connection.Unanswered();
        again = [.. unanswered.Where(static request => request.IsRead)];
        foreach (var request in unanswered.Where(static request => !request.IsRead))
        {
            request.Fail(ZooKeeperError.ConnectionLoss);
        }

        watches.TellAll();
        if (broken is OperationCanceledException || broken is ZooKeeperException { Error: ZooKeeperError.AuthFailed })
        {
            throw broken;
        }

        if (!connection.HasServed)
        {
            await Task.Delay(Pause, time, ended.Token).ConfigureAwait(false);
        }
    }

    private async Task FinishAsync()
    {
        requests.Writer.Complete();
        foreach (var request in again)
        {
            request.Fail(ZooKeeperError.SessionExpired);
        }

        while (requests.Reader.TryRead(out var request))
        {
            request.Fail(ZooKeeperError.SessionExpired);
        }

        watches.TellAll();
        connected.TrySetException(new ZooKeeperException(ZooKeeperError.SessionExpired, "the session was closed"));
        await over.CancelAsync().ConfigureAwait(false);
    }

    private static bool IsTrouble(Exception trouble) => trouble
        is SocketException or IOException or OperationCanceledException or ZooKeeperException or ObjectDisposedException;
}
