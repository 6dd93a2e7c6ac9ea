namespace Kernel.Master.Server.Files;

/// <summary>The files that are shown, by the paths that they are shown under: nothing else is ever read.</summary>
/// <param name="files">Where each path leads.</param>
internal sealed class SharedFiles(IEnumerable<KeyValuePair<string, string>> files)
{
    /// <summary>The most that one call reads: 16 pages.</summary>
    public const int PieceBytesMax = 16 * 4096;

    private readonly Dictionary<string, string> real = new(files, StringComparer.Ordinal);

    /// <summary>Where each path leads.</summary>
    public IReadOnlyDictionary<string, string> All => real;

    /// <summary>Where a path leads; null if nowhere.</summary>
    public string? Find(string path) =>
        real.TryGetValue(path.Length > 1 ? path.TrimEnd('/') : path, out var file) && File.Exists(file) ? file : null;

    /// <summary>Reads a piece of a file.</summary>
    /// <param name="file">Where it is.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="length">How many bytes; null for as many as one call gives.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The file's size, and the piece.</returns>
    public static async Task<(long Size, byte[] Data)> ReadAsync(string file, long offset, long? length, CancellationToken stop)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            var size = stream.Length;
            var wanted = Math.Min(Math.Min(length ?? PieceBytesMax, PieceBytesMax), Math.Max(0, size - offset));
            var data = new byte[wanted];
            stream.Position = Math.Min(offset, size);
            var count = await stream.ReadAtLeastAsync(data, data.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
            return (size, data[..count]);
        }
    }
}
