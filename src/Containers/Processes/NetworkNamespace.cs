using System.Net.Sockets;

namespace Kernel.Containers.Processes;

/// <summary>
/// Makes sockets that see the network of another process: a socket stays in the network that it was made in.
/// </summary>
public static class NetworkNamespace
{
    private const int Network = 0x40000000;

    /// <summary>Makes a TCP socket in the network of a process.</summary>
    /// <exception cref="IOException">The process is gone, or its network may not be entered.</exception>
    public static Socket CreateSocket(int process, AddressFamily family)
    {
        Socket? socket = null;
        string? failure = null;

        // Entering is a matter of a thread; this one ends in the foreign network, and nothing else runs on it.
        var thread = new Thread(() => (socket, failure) = Create(process, family)) { IsBackground = true };
        thread.Start();
        thread.Join();
        return socket ?? throw new IOException(failure);
    }

    private static (Socket? Socket, string? Failure) Create(int process, AddressFamily family)
    {
        try
        {
            using var handle = File.OpenHandle($"/proc/{process}/ns/net");
            return Native.EnterNamespace(handle, Network) == 0
                ? (new(family, SocketType.Stream, ProtocolType.Tcp), null)
                : (null, $"The network of process {process} may not be entered");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or SocketException)
        {
            return (null, gone.Message);
        }
    }
}
