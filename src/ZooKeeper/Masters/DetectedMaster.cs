using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Kernel.ZooKeeper.Masters;

/// <summary>A master as it was found in ZooKeeper.</summary>
/// <param name="Ip">Its address, as a number.</param>
/// <param name="Port">Its port.</param>
/// <param name="Hostname">Its name, for people.</param>
public sealed record DetectedMaster(string Ip, int Port, string Hostname)
{
    /// <summary>Where it listens, <c>10.0.0.1:5050</c>.</summary>
    public string Address => string.Create(
        CultureInfo.InvariantCulture, $"{(Ip.Contains(':', StringComparison.Ordinal) ? $"[{Ip}]" : Ip)}:{Port}");

    /// <summary>Reads the <c>MasterInfo</c> that a master publishes; null if it is none.</summary>
    public static DetectedMaster? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Of(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static DetectedMaster? Of(JsonElement info)
    {
        // The masters of old say no address, only a number in network order.
        var hasAddress = info.TryGetProperty("address", out var address);
        var place = hasAddress ? address : info;
        var ip = hasAddress
            ? IPAddress.Parse(address.GetProperty("ip").GetString() ?? "")
            : new IPAddress(BitConverter.GetBytes(info.TryGetProperty("ip", out var number) ? number.GetUInt32() : 0));
        var port = place.TryGetProperty("port", out var said) ? said.GetInt32() : 5050;
        var hostname = info.TryGetProperty("hostname", out var name) ? name.GetString() : null;
        return port is > 0 and < 65_536 ? new(ip.ToString(), port, hostname ?? ip.ToString()) : null;
    }
}
