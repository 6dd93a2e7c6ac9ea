using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kernel.Protocol.AgentLink;
using Kernel.ZooKeeper;

namespace Kernel.Agent.Server;

/// <summary>The masters that the flag <c>--master</c> names, as addresses on the link.</summary>
public static class MasterAddresses
{
    private const int DefaultPort = 5050;

    /// <summary>Where in ZooKeeper the leader is found; null if the flag names the masters.</summary>
    /// <exception cref="FormatException">The flag means to say it, and does not.</exception>
    public static ZooKeeperAddress? ZooKeeperOf(IReadOnlyList<string> flag)
    {
        // The flag is a list; the servers of an ensemble are separated by the same comma.
        var text = string.Join(',', flag);
        return ZooKeeperAddress.Is(text) ? ZooKeeperAddress.OfFlag("master", text) : null;
    }

    /// <summary>The addresses; names are looked up, since a master says its number. None if ZooKeeper is named.</summary>
    /// <exception cref="FormatException">The flag names no masters.</exception>
    public static async Task<IReadOnlyList<string>> OfAsync(IReadOnlyList<string> flag, CancellationToken stop)
    {
        if (ZooKeeperOf(flag) is not null)
        {
            return [];
        }

        var masters = new List<string>();
        foreach (var text in flag)
        {
            var (host, port) = Split(text);
            masters.Add(new Upid("master", await NumberAsync(host, stop).ConfigureAwait(false), port).ToString());
        }

        return masters.Count > 0
            ? masters
            : throw new FormatException("Failed to load flag 'master': it names no master");
    }

    private static (string Host, int Port) Split(string text)
    {
        var address =
            text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..]
                .Replace("http://", "", StringComparison.Ordinal)
                .Replace("https://", "", StringComparison.Ordinal)
                .TrimEnd('/');
        var colon = address.LastIndexOf(':');
        if (colon < 0)
        {
            return (address, DefaultPort);
        }

        return int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65_536
            ? (address[..colon].Trim('[', ']'), port)
            : throw new FormatException($"Failed to load flag 'master': '{text}' is no host:port");
    }

    private static async Task<string> NumberAsync(string host, CancellationToken stop)
    {
        if (IPAddress.TryParse(host, out _))
        {
            return host;
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, stop)
                .ConfigureAwait(false);
            return addresses.Length > 0 ? addresses[0].ToString() : host;
        }
        catch (SocketException)
        {
            return host;
        }
    }
}
