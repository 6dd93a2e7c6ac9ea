using System.Net.Sockets;
using Kernel.Messages.Host;

namespace Kernel.Protocol.HostLink;

/// <summary>An agent's connection to its executor host.</summary>
public sealed class HostConnection : HostLinkEnd<HostCall, HostEvent>
{
    /// <summary>The version of the protocol that this program speaks.</summary>
    public const uint Version = 1;

    private HostConnection(Socket socket, Action<HostEvent> received)
        : base(socket, received)
    {
    }

    /// <summary>Connects to the host that listens on a socket, and says hello.</summary>
    /// <param name="socketPath">The host's socket.</param>
    /// <param name="hello">The greeting; its version is filled in.</param>
    /// <param name="received">Told every event, one at a time; the first is the welcome. It may block: then the host
    /// waits.</param>
    /// <param name="stop">Gives up connecting.</param>
    /// <returns>The connection; null if no host listens there.</returns>
    public static async Task<HostConnection?> TryConnectAsync(
        string socketPath, Hello hello, Action<HostEvent> received, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(hello);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // Nobody listens: no file, or the file that a dead host left.
            socket.Dispose();
            return null;
        }

        var connection = new HostConnection(socket, received);
        hello.Version = Version;
        connection.Send(new() { Hello = hello });
        return connection;
    }

    /// <summary>Connects to a host, which is started first if none listens.</summary>
    /// <param name="start">How a host is started.</param>
    /// <param name="hello">The greeting.</param>
    /// <param name="received">Told every event.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="HostLinkException">No host answers within <see cref="HostStart.Patience"/> of being
    /// started.</exception>
    public static async Task<HostConnection> ConnectOrStartAsync(
        HostStart start, Hello hello, Action<HostEvent> received, TimeProvider time, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(time);
        if (await TryConnectAsync(start.Socket, hello, received, stop).ConfigureAwait(false) is { } living)
        {
            return living;
        }

        await HostProcess.StartAsync(start, stop).ConfigureAwait(false);
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < start.Patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time, stop).ConfigureAwait(false);
            if (await TryConnectAsync(start.Socket, hello, received, stop).ConfigureAwait(false) is { } started)
            {
                return started;
            }
        }

        throw new HostLinkException(
            $"the executor host {start.Program} does not listen on {start.Socket}; its log is {start.Log}");
    }
}
