using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Fetcher;

/// <summary>
/// Where a file comes from and where in the sandbox it goes (Mesos: src/slave/containerizer/fetcher.cpp).
/// </summary>
/// <param name="Source">An http, https or file URI, or a path.</param>
/// <param name="Destination">The path of the file in the sandbox; absolute.</param>
public sealed record FetchTarget(Uri Source, string Destination)
{
    private static readonly string[] Schemes = [Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeFile];

    /// <summary>Whether it is copied from this machine.</summary>
    public bool IsLocal => Source.IsFile;

    /// <summary>Finds both ends of a fetch.</summary>
    /// <param name="uri">What is to be fetched.</param>
    /// <param name="sandbox">Where to; absolute.</param>
    /// <param name="frameworksHome">Where relative paths are looked for; empty if they may not be used.</param>
    /// <exception cref="FetchException">The URI cannot be fetched, or would be put outside the sandbox.</exception>
    public static FetchTarget Of(V1.CommandInfo.Types.URI uri, string sandbox, string frameworksHome)
    {
        var name = uri.HasOutputFile ? uri.OutputFile : BaseName(uri.Value);
        return new(SourceOf(uri.Value, frameworksHome), DestinationOf(sandbox, name, uri.Value));
    }

    /// <summary>The last part of a URI, query included, as Mesos names files.</summary>
    public static string BaseName(string uri)
    {
        var text = uri.Trim();
        if (text.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0)
        {
            var path = text[(scheme + 3)..];
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || slash == path.Length - 1)
            {
                throw new FetchException($"Malformed URI '{uri}': it has no path");
            }

            text = path[slash..];
        }

        return text.TrimEnd('/')[(text.TrimEnd('/').LastIndexOf('/') + 1)..];
    }

    private static Uri SourceOf(string value, string frameworksHome)
    {
        var text = value.Trim();
        if (text.StartsWith('/'))
        {
            return new Uri("file://" + Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal));
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return frameworksHome.Length > 0
                ? SourceOf(Path.Combine(frameworksHome, text), "")
                : throw new FetchException(
                    $"A relative path was passed for the resource '{value}' but the --frameworks_home flag is not set");
        }

        return Uri.TryCreate(
            text, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme, StringComparer.Ordinal)
            ? uri
            : throw new FetchException($"The URI '{value}' has a scheme that cannot be fetched");
    }

    private static string DestinationOf(string sandbox, string name, string uri)
    {
        var isInside =
            name.Length > 0 && !Path.IsPathRooted(name) && !name.Split('/').Contains("..", StringComparer.Ordinal)
            && name is not "." && !name.Contains('\0', StringComparison.Ordinal);
        return isInside
            ? Path.Combine(sandbox, name)
            : throw new FetchException($"The URI '{uri}' would be put outside the sandbox, at '{name}'");
    }
}

/// <summary>A file could not be fetched.</summary>
public sealed class FetchException : Exception
{
    /// <summary>Says which and why.</summary>
    public FetchException(string message)
        : base(message)
    {
    }

    /// <summary>Says which and why, and what lies below it.</summary>
    public FetchException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
