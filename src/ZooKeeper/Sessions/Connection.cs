using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Threading.Channels;
using Kernel.ZooKeeper.Wire;

namespace Kernel.ZooKeeper.Sessions;

/// <summary>
/// One connection of a session: sends requests in order, without waiting for answers, and matches the answers, which come
/// in the same order. It ends with the first trouble; what the session does then is the session's.
/// </summary>
internal sealed class Connection : IDisposable
{
    private const int HeadLength = 16;
    private const int RequestsPerFlush = 100;

    private readonly TcpClient client;
    private readonly PipeReader input;
    private readonly PipeWriter output;
    private readonly ConcurrentQueue<Request> sent = new();
    private int nextXid = 1;

    private Connection(TcpClient client, Greeting greeting, PipeReader input, PipeWriter output)
    {
        this.client = client;
        this.input = input;
        this.output = output;
        Greeting = greeting;
    }

    /// <summary>What the server said of the session.</summary>
    public Greeting Greeting { get; }

    /// <summary>Connects to a server, and begins a session there or goes on with one.</summary>
    /// <exception cref="IOException">The server does not answer.</exception>
    public static async Task<Connection> OpenAsync(EnsembleMember server, ReadOnlyMemory<byte> connect, CancellationToken stop)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, stop).ConfigureAwait(false);
            var (input, output) = (PipeReader.Create(client.GetStream()), PipeWriter.Create(client.GetStream()));
            Frames.Write(output, default, connect.Span);
            await output.FlushAsync(stop).ConfigureAwait(false);
            return new(client, Greeting.Of(await Frames.ReadAsync(input, stop).ConfigureAwait(false)), input, output);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Sends requests and takes answers until the connection breaks.</summary>
    /// <param name="credentials">What is shown first; null: nothing.</param>
    /// <param name="again">What is sent before anything new.</param>
    /// <param name="requests">What is sent.</param>
    /// <param name="session">Who is told what comes.</param>
    /// <param name="time">The clock that pings go by.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Why it broke.</returns>
    public async Task<Exception> RunAsync(
        string? credentials,
        IEnumerable<Request> again,
        ChannelReader<Request> requests,
        IConnected session,
        TimeProvider time,
        CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pings = Channel.CreateBounded<bool>(1);
        Task[] parts =
        [
            ReadAsync(session, end.Token),
            WriteAsync(credentials, again, requests, pings.Reader, end.Token),
            PingAsync(pings.Writer, session, time, end.Token),
        ];
        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        client.Dispose();
        await Task.WhenAll(parts).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        return first.Exception?.InnerException ?? new OperationCanceledException("the session was closed");
    }

    /// <summary>Whether the server has answered anything but the greeting.</summary>
    public bool HasServed { get; private set; }

    /// <summary>What was sent and not answered, in order.</summary>
    public IReadOnlyList<Request> Unanswered() => [.. sent];

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task ReadAsync(IConnected session, CancellationToken stop)
    {
        while (true)
        {
            var frame = await Frames.ReadAsync(input, stop).ConfigureAwait(false);
            Take(frame, session);
            HasServed = true;
        }
    }

    private void Take(ReadOnlyMemory<byte> frame, IConnected session)
    {
        var reader = new JuteReader(frame.Span);
        var (xid, zxid, error) = (reader.Int(), reader.Long(), (ZooKeeperError)reader.Int());
        session.Heard(zxid);
        switch (xid)
        {
            case Requests.PingXid:
                break;
            case Requests.EventXid:
                // Which change it was, and how the session does, does not matter: whoever watches looks anew.
                (_, _) = (reader.Int(), reader.Int());
                session.Changed(reader.Text());
                break;
            case Requests.AuthXid when error != ZooKeeperError.None:
                throw new ZooKeeperException(ZooKeeperError.AuthFailed, "ZooKeeper refuses the credentials");
            case Requests.AuthXid:
                break;
            default:
                Answer(xid, error, frame[HeadLength..], session);
                break;
        }
    }

    private void Answer(int xid, ZooKeeperError error, ReadOnlyMemory<byte> body, IConnected session)
    {
        if (!sent.TryDequeue(out var request) || request.Xid != xid)
        {
            throw new ZooKeeperException(ZooKeeperError.Marshalling, $"ZooKeeper answers a request that was not sent: {xid}");
        }

        // The watch is there before whatever comes next on this connection. A node that is not there is watched by Exists only.
        var isWatched = request.WatchedPath is not null
            && (error == ZooKeeperError.None || (error == ZooKeeperError.NoNode && request.Kind == Opcode.Exists));
        request.Answer(new(error, body, isWatched ? session.Watch(request.WatchedPath!) : null));
    }

    private async Task WriteAsync(
        string? credentials,
        IEnumerable<Request> again,
        ChannelReader<Request> requests,
        ChannelReader<bool> pings,
        CancellationToken stop)
    {
        if (credentials is not null)
        {
            Write(Requests.AuthXid, Opcode.Auth, Requests.Auth(credentials).Span);
        }

        foreach (var request in again)
        {
            Write(request);
        }

        await output.FlushAsync(stop).ConfigureAwait(false);
        Task some = requests.WaitToReadAsync(stop).AsTask(), ping = pings.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            await (await Task.WhenAny(some, ping).ConfigureAwait(false)).ConfigureAwait(false);
            WriteWaiting(requests, pings);
            await output.FlushAsync(stop).ConfigureAwait(false);
            some = some.IsCompleted ? requests.WaitToReadAsync(stop).AsTask() : some;
            ping = ping.IsCompleted ? pings.WaitToReadAsync(stop).AsTask() : ping;
        }
    }

    private void WriteWaiting(ChannelReader<Request> requests, ChannelReader<bool> pings)
    {
        if (pings.TryRead(out _))
        {
            Write(Requests.PingXid, Opcode.Ping, default);
        }

        for (var i = 0; i < RequestsPerFlush && requests.TryRead(out var request); i++)
        {
            Write(request);
        }
    }

    private void Write(Request request)
    {
        request.Xid = nextXid++;
        sent.Enqueue(request);
        Write(request.Xid, request.Kind, request.Body.Span);
    }

    private void Write(int xid, Opcode kind, ReadOnlySpan<byte> body)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(head, xid);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], (int)kind);
        Frames.Write(output, head, body);
    }

    /// <summary>Pings three times in a session's length, and gives the server up after two of them without a word.</summary>
    private async Task PingAsync(ChannelWriter<bool> pings, IConnected session, TimeProvider time, CancellationToken stop)
    {
        var third = Greeting.Timeout / 3;
        using var timer = new PeriodicTimer(third, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            if (session.Silence > third * 2)
            {
                throw new TimeoutException($"nothing was heard for {session.Silence.TotalSeconds:0.#} s");
            }

            pings.TryWrite(true);
        }
    }
}
