using System.Net.Sockets;
using System.Threading.Channels;
using Google.Protobuf;

namespace Kernel.Protocol.HostLink;

/// <summary>
/// One end of a connection between agent and executor host: sends in order through a bounded queue, hands on what
/// comes. Overflow or a broken frame closes the connection.
/// </summary>
/// <typeparam name="TSent">What this end says.</typeparam>
/// <typeparam name="TReceived">What it is told.</typeparam>
public class HostLinkEnd<TSent, TReceived> : IAsyncDisposable
    where TSent : class, IMessage<TSent>
    where TReceived : class, IMessage<TReceived>, new()
{
    /// <summary>How many messages may wait to be sent.</summary>
    public const int QueuedMax = 65_536;

    private const int WriteBytes = 64 * 1024;
    private static readonly TimeSpan finishPatience = TimeSpan.FromSeconds(2);
    private static readonly MessageParser<TReceived> parser = new(static () => new());
    private readonly Channel<TSent> queue = Channel.CreateBounded<TSent>(
        new BoundedChannelOptions(QueuedMax) { SingleReader = true });
    private readonly CancellationTokenSource stop = new();
    private readonly NetworkStream stream;
    private readonly Action<TReceived> received;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">The connection; closed with this end.</param>
    /// <param name="received">Told every message, one at a time. It may block: then the peer waits.</param>
    public HostLinkEnd(Socket socket, Action<TReceived> received)
    {
        stream = new(socket, ownsSocket: true);
        this.received = received;
        Completion = RunAsync();
    }

    /// <summary>Ends when the connection has; with why, or null if the peer closed it.</summary>
    public Task<string?> Completion { get; }

    /// <summary>Sends a message; never blocks. The message must not be changed any more.</summary>
    /// <returns>False if the connection is over, which it is when its queue is full.</returns>
    public bool Send(TSent message)
    {
        if (queue.Writer.TryWrite(message))
        {
            return true;
        }

        Close();
        return false;
    }

    /// <summary>Closes the connection; what waits to be sent is dropped.</summary>
    public void Close()
    {
        queue.Writer.TryComplete();
        stop.Cancel();
    }

    /// <summary>Sends nothing more; waits, for a few seconds at most, until what was sent has been taken.</summary>
    public async Task FinishAsync()
    {
        queue.Writer.TryComplete();
        await ((Task)Completion).WaitAsync(finishPatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Close();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Close();
        await Completion.ConfigureAwait(false);
        stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string?> RunAsync()
    {
        await Task.Yield();
        var reading = HostFrames.ReadAllAsync(stream, parser, received, stop.Token);
        var writing = WriteAllAsync();
        var first = await Task.WhenAny(reading, writing).ConfigureAwait(false);
        queue.Writer.TryComplete();
        await stop.CancelAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.Exception?.InnerException?.Message;
    }

    private async Task WriteAllAsync()
    {
        var buffer = new MemoryStream();
        while (await queue.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false))
        {
            buffer.SetLength(0);
            while (buffer.Length < WriteBytes && queue.Reader.TryRead(out var message))
            {
                buffer.Write(HostFrames.Frame(message));
            }

            await stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), stop.Token)
                .ConfigureAwait(false);
        }
    }
}
