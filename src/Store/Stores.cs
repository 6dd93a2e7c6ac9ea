namespace Kernel.Store;

/// <summary>Opens the store that a URL names: the <c>--store</c> flag of every component that keeps something.</summary>
public static class Stores
{
    /// <summary>
    /// Opens <c>sqlite:///path/to/file</c> or <c>memory:</c>.
    /// </summary>
    /// <exception cref="StoreException">There is no such kind of store, or it cannot be opened.</exception>
    public static async Task<IStore> OpenAsync(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var rest = colon < 0 ? "" : url[(colon + 1)..];
        return (colon < 0 ? url : url[..colon]) switch
        {
            "sqlite" => await SqliteStore.OpenAsync(PathOf(url, rest)).ConfigureAwait(false),
            "memory" => new InMemoryStore(),
            _ => throw new StoreException(
                $"Unknown store '{url}': expected sqlite:///path or memory:"),
        };
    }

    private static string PathOf(string url, string rest)
    {
        var path = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : rest;
        return path.Length > 0 ? path : throw new StoreException($"The store '{url}' names no file");
    }
}
