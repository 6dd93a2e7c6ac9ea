using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Kernel.Protocol.AgentLink;

/// <summary>
/// The address of a process on the link, as in <c>slave(1)@10.0.0.1:5051</c> (libprocess: UPID). Peers are known by it and never by
/// their socket.
/// </summary>
/// <param name="Id">Which process at the address: <c>master</c>, <c>slave(1)</c>, <c>slave-observer(3)</c>.</param>
/// <param name="Host">An IP address or a host name.</param>
/// <param name="Port">The port it listens on.</param>
public readonly record struct Upid(string Id, string Host, int Port)
{
    private const int TextLengthMax = 1024;

    /// <summary>Where to connect: the part behind the <c>@</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}");

    /// <summary>Another process at the same address.</summary>
    public Upid WithId(string id) => new(id, Host, Port);

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static Upid Parse(string text) => TryParse(text, out var upid)
        ? upid
        : throw new FormatException($"'{text}' is not of the form id@host:port");

    /// <summary>Reads the text form, if it is well formed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Upid upid)
    {
        upid = default;
        if (text is null || text.Length > TextLengthMax)
        {
            return false;
        }

        var at = text.LastIndexOf('@');
        var colon = text.LastIndexOf(':');
        if (at < 0 || colon <= at + 1
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var host = text[(at + 1)..colon].Trim('[', ']');
        upid = new(text[..at], host, port);
        return host.Length > 0 && !text.AsSpan().ContainsAnyInRange('\0', ' ');
    }

    /// <summary>An IPv4 address as <c>MasterInfo.ip</c> has it: network order in a little-endian integer; 0 for others.</summary>
    public static uint ToMasterInfoIp(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? BitConverter.ToUInt32(bytes) : 0;
    }

    /// <summary>The IPv4 address that <c>MasterInfo.ip</c> means.</summary>
    public static IPAddress FromMasterInfoIp(uint ip) => new(BitConverter.GetBytes(ip));

    /// <inheritdoc/>
    public override string ToString() => $"{Id}@{Address}";
}
