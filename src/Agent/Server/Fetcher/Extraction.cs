using System.Diagnostics;
using System.IO.Compression;

namespace Kernel.Agent.Server.Fetcher;

/// <summary>Unpacks archives by the ends of their names, as Mesos's fetcher does.</summary>
public static class Extraction
{
    private static readonly string[] Tars = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"];

    /// <summary>Whether a file of this name is an archive.</summary>
    public static bool IsArchive(string name) =>
        Tars.Any(end => name.EndsWith(end, StringComparison.Ordinal))
        || name.EndsWith(".gz", StringComparison.Ordinal)
        || name.EndsWith(".zip", StringComparison.Ordinal);

    /// <summary>Unpacks an archive into a directory.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="name">The name that says what it is.</param>
    /// <param name="directory">Where its contents go.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="FetchException">It cannot be unpacked.</exception>
    public static async Task UnpackAsync(string archive, string name, string directory, CancellationToken stop)
    {
        try
        {
            if (Tars.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
            {
                await UntarAsync(archive, directory, stop).ConfigureAwait(false);
            }
            else if (name.EndsWith(".zip", StringComparison.Ordinal))
            {
                await ZipFile.ExtractToDirectoryAsync(archive, directory, overwriteFiles: true, stop)
                    .ConfigureAwait(false);
            }
            else
            {
                await UngzipAsync(archive, Path.Combine(directory, Path.GetFileName(name)[..^".gz".Length]), stop)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new FetchException($"Failed to extract '{name}': {failure.Message}", failure);
        }
    }

    private static async Task UntarAsync(string archive, string directory, CancellationToken stop)
    {
        var start = new ProcessStartInfo("tar")
        {
            ArgumentList = { "-C", directory, "-xf", archive },
            RedirectStandardError = true,
        };
        using var tar = Process.Start(start) ?? throw new FetchException("tar cannot be started");
        var errors = await tar.StandardError.ReadToEndAsync(stop).ConfigureAwait(false);
        await tar.WaitForExitAsync(stop).ConfigureAwait(false);
        if (tar.ExitCode != 0)
        {
            throw new FetchException($"Failed to extract '{archive}': {errors.Trim()}");
        }
    }

    private static async Task UngzipAsync(string archive, string destination, CancellationToken stop)
    {
        var source = File.OpenRead(archive);
        await using (source.ConfigureAwait(false))
        {
            var gzip = new GZipStream(source, CompressionMode.Decompress);
            await using (gzip.ConfigureAwait(false))
            {
                var target = File.Create(destination);
                await using (target.ConfigureAwait(false))
                {
                    await gzip.CopyToAsync(target, stop).ConfigureAwait(false);
                }
            }
        }
    }
}
