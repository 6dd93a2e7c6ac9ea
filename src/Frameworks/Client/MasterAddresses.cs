using System.Collections.Immutable;
using Kernel.ZooKeeper;

namespace Kernel.Frameworks.Client;

/// <summary>Where masters are: named one by one, or to be found in ZooKeeper.</summary>
/// <param name="Named">The masters; any of them leads to the one that leads. None if ZooKeeper knows.</param>
/// <param name="ZooKeeper">Where the leader is published; null: nowhere.</param>
public sealed record MasterAddresses(ImmutableArray<Uri> Named, ZooKeeperAddress? ZooKeeper)
{
    private const int PortDefault = 5050;

    /// <summary>Reads <c>host:port</c> or URLs, separated by commas, or <c>zk://host:port,host:port/path</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scheme">How masters are spoken to that are no URLs: http or https.</param>
    /// <exception cref="FormatException">It names none, or one cannot be used; the message says which.</exception>
    public static MasterAddresses Parse(string text, string scheme = "http")
    {
        if (ZooKeeperAddress.Is(text))
        {
            return new([], ZooKeeperAddress.Parse(text));
        }

        ImmutableArray<Uri> masters =
            [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => ParseOne(one, scheme))];
        return masters.IsEmpty ? throw new FormatException("no master is named: expecting host:port") : new(masters, null);
    }

    private static Uri ParseOne(string text, string scheme)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"{scheme}://{(text.Contains(':') ? text : $"{text}:{PortDefault}")}";
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri!
            : throw new FormatException($"'{text}' is no master: expecting host:port");
    }
}
