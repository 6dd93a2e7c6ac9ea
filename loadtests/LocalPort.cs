using System.Net;
using System.Net.Sockets;

namespace LoadTests;

/// <summary>Ports for the servers of a load test.</summary>
internal static class LocalPort
{
    /// <summary>A port on which nobody listens.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
