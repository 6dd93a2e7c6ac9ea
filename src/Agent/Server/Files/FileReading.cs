namespace Kernel.Agent.Server.Files;

/// <summary>A file in a listing.</summary>
/// <param name="Path">The path that it is asked for by.</param>
/// <param name="Status">What the system knows of it.</param>
public sealed record ListedFile(string Path, UnixFileStatus Status);

/// <summary>A piece of a file.</summary>
/// <param name="Size">How long the file is.</param>
/// <param name="Data">The piece.</param>
public readonly record struct FilePiece(long Size, byte[] Data);

/// <summary>Lists directories and reads files that may be shown.</summary>
public static class FileReading
{
    /// <summary>The most that one call reads: 16 pages.</summary>
    public const int PieceMax = 16 * 4096;

    /// <summary>The most files that one call lists.</summary>
    public const int ListedMax = 10_000;

    /// <summary>The files of a directory in the order of their names; a file is listed as itself.</summary>
    public static IReadOnlyList<ListedFile> List(ShownFile shown)
    {
        if (!Directory.Exists(shown.Real))
        {
            return [.. Status(shown, shown.Asked, shown.Real)];
        }

        return
        [
            .. Directory.EnumerateFileSystemEntries(shown.Real)
                .Take(ListedMax)
                .Order(StringComparer.Ordinal)
                .SelectMany(path => Status(shown, $"{shown.Asked.TrimEnd('/')}/{Path.GetFileName(path)}", path)),
        ];
    }

    /// <summary>Reads a piece of a file.</summary>
    /// <param name="shown">The file.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="length">How many bytes; null for as many as one call gives.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Null if the file has become one that may not be shown.</returns>
    public static async Task<FilePiece?> ReadAsync(ShownFile shown, long offset, long? length, CancellationToken stop)
    {
        if (Open(shown) is not { } file)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            var wanted = Math.Min(length ?? PieceMax, Math.Min(PieceMax, Math.Max(0, file.Length - offset)));
            var data = new byte[wanted];
            file.Seek(offset, SeekOrigin.Begin);
            var read = await file.ReadAtLeastAsync(data, data.Length, throwOnEndOfStream: false, stop)
                .ConfigureAwait(false);
            return new(file.Length, data[..read]);
        }
    }

    /// <summary>
    /// Opens a file for reading, and makes sure that what was opened is what may be shown: a link may have been put in
    /// its place.
    /// </summary>
    public static FileStream? Open(ShownFile shown)
    {
        var file = new FileStream(
            shown.Real, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096, useAsync: true);
        var opened = new FileInfo($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}").LinkTarget;
        if (opened is null || SandboxFiles.IsInside(opened, shown.Root))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private static IEnumerable<ListedFile> Status(ShownFile shown, string asked, string path)
    {
        var follows = SandboxFiles.RealPath(path) is { } real && SandboxFiles.IsInside(real, shown.Root);
        if (UnixFileStatus.Of(path, follows) is { } status)
        {
            yield return new(asked, status);
        }
    }
}
