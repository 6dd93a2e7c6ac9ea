using System.Net;
using System.Net.Sockets;

namespace Kernel.Tests.Unit.ZooKeeper;

/// <summary>A line to a server that the test can cut, and of which it can hold back the answers.</summary>
public sealed class CuttableLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<TcpClient> ends = [];
    private readonly int target;
    private readonly Task accepting;
    private TaskCompletionSource heldBack = new();
    private volatile bool holdsAnswers;

    /// <summary>Lays a line to a port of this machine.</summary>
    public CuttableLine(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where the line begins.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Lets no answer through any more.</summary>
    /// <returns>Ends when one has been held back.</returns>
    public Task HoldAnswers()
    {
        heldBack = new(TaskCreationOptions.RunContinuationsAsynchronously);
        holdsAnswers = true;
        return heldBack.Task;
    }

    /// <summary>Cuts every connection; new ones are made as ever.</summary>
    public void Cut()
    {
        holdsAnswers = false;
        lock (ends)
        {
            ends.ForEach(static end => end.Dispose());
            ends.Clear();
        }
    }

    /// <summary>Cuts every connection and takes no more.</summary>
    public void Close()
    {
        listener.Stop();
        Cut();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Close();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync(stop.Token);
                var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                lock (ends)
                {
                    ends.AddRange([near, far]);
                }

                _ = PumpAsync(near, far, isAnswer: false);
                _ = PumpAsync(far, near, isAnswer: true);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is closed.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isAnswer)
    {
        using (from)
        using (to)
        {
            try
            {
                var (input, output) = (from.GetStream(), to.GetStream());
                var buffer = new byte[64 * 1024];
                while (await input.ReadAsync(buffer, stop.Token) is > 0 and var length)
                {
                    if (isAnswer && holdsAnswers)
                    {
                        heldBack.TrySetResult();
                        continue;
                    }

                    await output.WriteAsync(buffer.AsMemory(0, length), stop.Token);
                }
            }
            catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                // It was cut.
            }
        }
    }
}
