using Kernel.Model;

namespace Kernel.Store;

/// <summary>What is left of a commit when of several writes to one key only the last is kept.</summary>
/// <param name="Deleted">The keys that end up deleted.</param>
/// <param name="PutKeys">The keys that end up with a value.</param>
/// <param name="PutValues">Their values, in the same order.</param>
internal sealed record LastWrites(string[] Deleted, string[] PutKeys, byte[][] PutValues)
{
    /// <summary>Keeps the last write to each key.</summary>
    public static LastWrites Of(IReadOnlyList<Write> writes)
    {
        var last = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var (key, value) in writes)
        {
            last[key] = value;
        }

        var puts = last.Where(static entry => entry.Value is not null).ToList();
        return new(
            [.. last.Where(static entry => entry.Value is null).Select(static entry => entry.Key)],
            [.. puts.Select(static entry => entry.Key)],
            [.. puts.Select(static entry => entry.Value!)]);
    }
}
