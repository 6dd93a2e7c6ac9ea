using System.Net;
using System.Net.Sockets;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>Finds ports that nobody listens on.</summary>
public static class Ports
{
    /// <summary>So many different free ports of the loopback address.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
        listeners.ForEach(static listener => listener.Stop());
        return ports;
    }
}
