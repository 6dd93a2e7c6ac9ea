using System.Net.Sockets;
using Kernel.Containers.Processes;

namespace Kernel.Executor.Server;

/// <summary>Makes sockets that see what a task's own loopback address leads to.</summary>
internal static class CheckSockets
{
    /// <summary>Makes a socket.</summary>
    /// <param name="network">The process whose network it sees; null for that of the machine.</param>
    /// <param name="isOverIpv6">Whether it is for IPv6.</param>
    /// <exception cref="IOException">The network is gone.</exception>
    public static Socket Create(int? network, bool isOverIpv6)
    {
        var family = isOverIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return network is { } process
            ? NetworkNamespace.CreateSocket(process, family)
            : new(family, SocketType.Stream, ProtocolType.Tcp);
    }
}
