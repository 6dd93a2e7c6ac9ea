using System.Net.Sockets;
using System.Threading.Channels;
using Kernel.Agent.Core;
using Kernel.Messages.Host;
using Kernel.Runtime;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server.Host;

/// <summary>
/// The agent's side of the socket to its executor host. It finds a living host or starts one, hands its events to the loop,
/// and sends it calls, once the loop has seen what the host runs.
/// </summary>
public sealed class HostConnection(
    HostPlace place, HostProgram program, TimeProvider time, ILogger logger, CancellationToken stop)
{
    /// <summary>How many calls may wait for the host.</summary>
    public const int WaitingMax = 65_536;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private Channel<HostCall>? greeted;
    private volatile Channel<HostCall>? accepted;

    /// <summary>Finds or starts a host, in the background, and serves its connection until it ends.</summary>
    /// <param name="pump">The loop that is told.</param>
    /// <param name="executorIn">Which executor runs in a container.</param>
    public void Connect(ChannelPump<AgentInput, AgentEffect> pump, Func<string, ExecutorKey?> executorIn) =>
        _ = Task.Run(() => ServeAsync(pump, executorIn), stop);

    /// <summary>Lets calls through to the host that has greeted last.</summary>
    public void Accept() => accepted = greeted;

    /// <summary>Sends a call; without a host that the loop has accepted nothing is sent.</summary>
    public void Send(HostCall call)
    {
        if (accepted is { } calls && !calls.Writer.TryWrite(call))
        {
            calls.Writer.TryComplete(new IOException("the executor host does not read its calls"));
        }
    }

    /// <summary>Sends nothing more, and waits until what was sent is out.</summary>
    public async Task FinishAsync()
    {
        accepted?.Writer.TryComplete();
        if (accepted is { } calls)
        {
            await calls.Reader.Completion.WaitAsync(TimeSpan.FromSeconds(2), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(ChannelPump<AgentInput, AgentEffect> pump, Func<string, ExecutorKey?> executorIn)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var socket = await FindAsync().ConfigureAwait(false);
                await ServeAsync(socket, pump, executorIn).ConfigureAwait(false);
                return;
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                logger.LogError("No executor host: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Socket> FindAsync()
    {
        if (await TryConnectAsync().ConfigureAwait(false) is { } living)
        {
            return living;
        }

        HostLeftovers.End(place.Marker, logger);
        File.Delete(place.Socket);
        program.Start(place.Socket);
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < StartTimeout;)
        {
            if (await TryConnectAsync().ConfigureAwait(false) is { } started)
            {
                return started;
            }

            await Task.Delay(Pause, time, stop).ConfigureAwait(false);
        }

        throw new IOException($"it did not listen on {place.Socket} within {StartTimeout.TotalSeconds} s; see {program.Log}");
    }

    private async Task<Socket?> TryConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(place.Socket), stop).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, ChannelPump<AgentInput, AgentEffect> pump, Func<string, ExecutorKey?> executorIn)
    {
        var calls = Channel.CreateBounded<HostCall>(WaitingMax);
        greeted = calls;
        calls.Writer.TryWrite(new() { Hello = new() { Version = 1 } });
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            var writing = WriteAsync(stream, calls.Reader, socket);
            try
            {
                while (await HostFrames.ReadAsync(stream, stop).ConfigureAwait(false) is { } message)
                {
                    if (HostEvents.Read(message, executorIn) is { } input)
                    {
                        await pump.PostAsync(input, stop).ConfigureAwait(false);
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                logger.LogWarning("The executor host's connection broke: {Reason}", failure.Message);
            }

            calls.Writer.TryComplete();
            await writing.ConfigureAwait(false);
        }

        accepted = null;
        await pump.PostAsync(new HostLost(), stop).ConfigureAwait(false);
    }

    private async Task WriteAsync(NetworkStream stream, ChannelReader<HostCall> calls, Socket socket)
    {
        try
        {
            await foreach (var call in calls.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await stream.WriteAsync(HostFrames.Frame(call), stop).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            logger.LogWarning("Calls to the executor host end: {Reason}", failure.Message);
        }

        socket.Shutdown(SocketShutdown.Both);
    }
}
