namespace Kernel.Store;

/// <summary>The keys that start with a prefix, as a half-open range of a database that orders keys by their bytes.</summary>
internal static class KeyRange
{
    /// <summary>
    /// The first key behind every key that starts with <paramref name="prefix"/>; null if nothing can be behind them,
    /// which is so for the empty prefix. Prefixes are ASCII or end in ASCII: <c>component/kind/</c>.
    /// </summary>
    public static string? EndOf(string prefix) =>
        prefix.Length == 0 ? null : prefix[..^1] + (char)(prefix[^1] + 1);
}
