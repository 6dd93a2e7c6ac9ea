using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading.Channels;

namespace Kernel.Protocol.AgentLink;

/// <summary>One connection to a peer: it lives from its first message until it fails, overflows or is closed.</summary>
internal sealed class OutgoingLink
{
    private const int FlushBytes = 64 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly Upid peer;
    private readonly TimeProvider time;
    private readonly LinkSecurity? security;
    private readonly Action<OutgoingLink, IReadOnlyCollection<Upid>> onEnded;
    private readonly Channel<Outgoing> queue;
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<Upid> peers = [];
    private int ending;

    public OutgoingLink(
        Upid peer, TimeProvider time, int queuedMax, LinkSecurity? security, Action<OutgoingLink, IReadOnlyCollection<Upid>> onEnded)
    {
        this.peer = peer;
        this.time = time;
        this.security = security;
        this.onEnded = onEnded;
        Address = peer.Address;
        queue = Channel.CreateBounded<Outgoing>(new BoundedChannelOptions(queuedMax) { SingleReader = true });
        Completion = Task.Run(RunAsync);
    }

    /// <summary>The peer's host and port.</summary>
    public string Address { get; }

    /// <summary>Ends with the connection; never fails.</summary>
    public Task Completion { get; }

    /// <summary>Takes a message, unless the queue is full or the connection has ended.</summary>
    public bool TryEnqueue(Outgoing message)
    {
        lock (peers)
        {
            // Under the lock, so that whoever is told of the end has not missed a peer that was written to.
            if (!queue.Writer.TryWrite(message))
            {
                return false;
            }

            peers.Add(message.To);
            return true;
        }
    }

    /// <summary>Ends the connection, which is told of.</summary>
    /// <returns>False if it was ending already.</returns>
    public bool Fail() => End(isToldOf: true);

    /// <summary>Ends the connection, which is not told of.</summary>
    public void Abandon() => End(isToldOf: false);

    private bool End(bool isToldOf)
    {
        if (Interlocked.Exchange(ref ending, 1) == 1)
        {
            return false;
        }

        queue.Writer.TryComplete();
        stop.Cancel();
        if (isToldOf)
        {
            Upid[] known;
            lock (peers)
            {
                known = [.. peers];
            }

            onEnded(this, known);
        }

        return true;
    }

    private async Task RunAsync()
    {
        try
        {
            using var socket = await ConnectAsync().ConfigureAwait(false);
            await using var stream = await SecureAsync(new NetworkStream(socket)).ConfigureAwait(false);
            await Task.WhenAny(WriteAsync(stream), DrainAsync(stream)).Unwrap().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SocketException or IOException or OperationCanceledException)
        {
            // Whoever waits for the peer is told below; the cause makes no difference to it.
        }
        catch (AuthenticationException untrusted)
        {
            security!.Failed($"No encrypted connection to {peer}: {untrusted.Message}");
        }
        finally
        {
            Fail();
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            EndPoint end = IPAddress.TryParse(peer.Host, out var ip) ? new IPEndPoint(ip, peer.Port) : new DnsEndPoint(peer.Host, peer.Port);
            await socket.ConnectAsync(end, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream)
    {
        if (security is null)
        {
            return stream;
        }

        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop.Token);
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsClientAsync(security.Tls.ForClient(peer.Host), either.Token).ConfigureAwait(false);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WriteAsync(Stream stream)
    {
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: FlushBytes));
        while (await queue.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false))
        {
            while (queue.Reader.TryRead(out var next))
            {
                LinkFrame.Write(output, next.From, next.To, next.Message);
                if (output.UnflushedBytes > FlushBytes)
                {
                    await output.FlushAsync(stop.Token).ConfigureAwait(false);
                }
            }

            await output.FlushAsync(stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the answers, which carry nothing, until the peer closes.</summary>
    private async Task DrainAsync(Stream stream)
    {
        var answers = new byte[4096];
        while (await stream.ReadAsync(answers, stop.Token).ConfigureAwait(false) > 0)
        {
        }
    }
}
