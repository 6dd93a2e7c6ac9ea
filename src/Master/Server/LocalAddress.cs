using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kernel.Master.Server;

/// <summary>The address to tell others when all are listened on.</summary>
internal static class LocalAddress
{
    /// <summary>The first IPv4 address of an interface that is up and not loopback; loopback if there is none.</summary>
    public static string Find() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
        .Select(static address => address.Address)
        .FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork, IPAddress.Loopback)
        .ToString();
}
