namespace Kernel.Store;

/// <summary>Where an etcd store is: the members of the cluster, and the prefix of the store's keys.</summary>
/// <param name="Members">The client URLs of the members.</param>
/// <param name="Prefix">What all keys start with; it ends with a slash.</param>
internal sealed record EtcdAddress(IReadOnlyList<Uri> Members, string Prefix)
{
    /// <summary>Reads <c>etcd://host:port,host:port/prefix</c>, or <c>etcds://</c> for TLS.</summary>
    /// <exception cref="StoreException">It is none.</exception>
    public static EtcdAddress Parse(string url)
    {
        var scheme = url.StartsWith("etcds://", StringComparison.Ordinal) ? "https" : "http";
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? "" : rest[slash..].Trim('/');
        var members = (slash < 0 ? rest : rest[..slash]).Split(',');
        return new(
            [.. members.Select(member => Member(scheme, member, url))],
            $"{(prefix.Length > 0 ? prefix : "kernel")}/");
    }

    private static Uri Member(string scheme, string member, string url) =>
        Uri.TryCreate($"{scheme}://{member}", UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? new UriBuilder(uri) { Port = uri.IsDefaultPort ? 2379 : uri.Port }.Uri
            : throw new StoreException($"'{url}' is no etcd store: expected etcd://host:port,host:port/prefix");
}
