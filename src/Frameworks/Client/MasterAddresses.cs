using System.Collections.Immutable;

namespace Kernel.Frameworks.Client;

/// <summary>Reads where masters are: <c>host:port</c> or URLs, separated by commas.</summary>
public static class MasterAddresses
{
    private const int PortDefault = 5050;

    /// <summary>The addresses that a text names.</summary>
    /// <exception cref="FormatException">It names none, or one cannot be used; the message says which.</exception>
    public static ImmutableArray<Uri> Parse(string text)
    {
        ImmutableArray<Uri> masters =
            [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];
        return masters.IsEmpty ? throw new FormatException("no master is named: expecting host:port") : masters;
    }

    private static Uri ParseOne(string text)
    {
        if (text.StartsWith("zk://", StringComparison.Ordinal))
        {
            throw new FormatException($"'{text}': ZooKeeper is not used; name the masters as host:port,host:port");
        }

        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{(text.Contains(':') ? text : $"{text}:{PortDefault}")}";
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri!
            : throw new FormatException($"'{text}' is no master: expecting host:port");
    }
}
