using System.Globalization;

namespace Kernel.ZooKeeper;

/// <summary>
/// Where something is in ZooKeeper: <c>zk://user:password@host1:port,host2:port/path</c>, as the flags of Mesos and
/// Marathon write it (Mesos: zookeeper/url.hpp). Its text leaves the password out.
/// </summary>
/// <param name="Servers">The members of the ensemble; any of them serves.</param>
/// <param name="Path">The absolute path of a node; never the root.</param>
/// <param name="Credentials"><c>user:password</c> of the scheme <c>digest</c>; null: none.</param>
public sealed record ZooKeeperAddress(IReadOnlyList<EnsembleMember> Servers, string Path, string? Credentials)
{
    private const string Scheme = "zk://";

    /// <summary>The address with everything in it, as <see cref="Parse"/> reads it: not for logs.</summary>
    public string Url => Text(Credentials is null ? "" : $"{Credentials}@");

    /// <summary>Whether a text means to be one.</summary>
    public static bool Is(string? text) => text?.StartsWith(Scheme, StringComparison.Ordinal) == true;

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and has no password.</exception>
    public static ZooKeeperAddress Parse(string text)
    {
        var rest = Is(text) ? text[Scheme.Length..] : throw Wrong("it must begin with zk://");
        var at = rest.LastIndexOf('@');
        var credentials = at < 0 ? null : rest[..at];
        rest = rest[(at + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (credentials?.Contains(':', StringComparison.Ordinal) == false)
        {
            throw Wrong("before the @ it must have user:password");
        }

        var path = slash < 0 ? "" : rest[slash..].TrimEnd('/');
        return path.Length > 1 && !path.Contains("//", StringComparison.Ordinal)
            ? new([.. (slash < 0 ? rest : rest[..slash]).Split(',').Select(ServerOf)], path, credentials)
            : throw Wrong($"it must name a path, as in {Scheme}host1:port,host2:port/path");
    }

    /// <summary>Reads the value of a flag.</summary>
    /// <returns>Null if it has none.</returns>
    /// <exception cref="FormatException">It is no address; the message names the flag.</exception>
    public static ZooKeeperAddress? OfFlag(string name, string? text)
    {
        try
        {
            return text is null ? null : Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"Failed to load flag '{name}': {wrong.Message}", wrong);
        }
    }

    /// <summary>An address below this one, in the same ensemble.</summary>
    public ZooKeeperAddress Below(string path) => this with { Path = $"{Path}/{path}" };

    /// <inheritdoc/>
    public override string ToString() => Text("");

    private static EnsembleMember ServerOf(string text)
    {
        var colon = text.LastIndexOf(':');
        var isNamed = colon > text.LastIndexOf(']');
        var host = (isNamed ? text[..colon] : text).Trim('[', ']');
        var port = EnsembleMember.PortDefault;
        return host.Length > 0
            && (!isNamed || int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            && port is > 0 and < 65_536
            ? new(host, port)
            : throw Wrong($"'{text}' is no host:port");
    }

    private static FormatException Wrong(string why) => new($"no address in ZooKeeper: {why}");

    private string Text(string credentials) => $"{Scheme}{credentials}{string.Join(',', Servers)}{Path}";
}

/// <summary>One member of an ensemble.</summary>
/// <param name="Host">Its name or IP address.</param>
/// <param name="Port">Its port for clients.</param>
public sealed record EnsembleMember(string Host, int Port)
{
    /// <summary>The usual port.</summary>
    public const int PortDefault = 2181;

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
