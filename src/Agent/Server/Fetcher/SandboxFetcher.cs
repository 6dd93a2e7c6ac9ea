using Kernel.Agent.Server.Machine;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Fetcher;

/// <summary>
/// Fetches the files of a command into its sandbox, one after the other, and writes what it does into the sandbox's
/// stderr.
/// </summary>
public sealed class SandboxFetcher(Download download, FetchCache? cache, string frameworksHome)
{
    private long succeeded;
    private long failed;

    /// <summary>Sandboxes whose files all came.</summary>
    public long Succeeded => Interlocked.Read(ref succeeded);

    /// <summary>Sandboxes some of whose files did not come.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>The files that are kept for others; null if none are.</summary>
    public FetchCache? Cache => cache;

    /// <summary>Fetches all files of a command.</summary>
    /// <param name="command">Whose files.</param>
    /// <param name="sandbox">Where to.</param>
    /// <param name="user">For whom.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="FetchException">One of them cannot be had.</exception>
    public async Task FetchAsync(V1.CommandInfo command, string sandbox, string user, CancellationToken stop)
    {
        if (command.Uris.Count == 0)
        {
            return;
        }

        var log = Path.Combine(sandbox, "stderr");
        try
        {
            foreach (var uri in command.Uris)
            {
                await File.AppendAllTextAsync(log, $"Fetching URI '{uri.Value}'\n", stop).ConfigureAwait(false);
                await FetchAsync(uri, FetchTarget.Of(uri, sandbox, frameworksHome), sandbox, user, stop)
                    .ConfigureAwait(false);
                await File.AppendAllTextAsync(log, $"Fetched '{uri.Value}'\n", stop).ConfigureAwait(false);
            }

            Interlocked.Increment(ref succeeded);
        }
        catch (FetchException failure)
        {
            Interlocked.Increment(ref failed);
            await File.AppendAllTextAsync(log, failure.Message + "\n", stop).ConfigureAwait(false);
            throw new FetchException($"Failed to fetch all URIs for container: {failure.Message}", failure);
        }
    }

    private async Task FetchAsync(
        V1.CommandInfo.Types.URI uri, FetchTarget target, string sandbox, string user, CancellationToken stop)
    {
        var extracts = uri.Extract && !uri.Executable && Extraction.IsArchive(target.Destination);
        var cached = uri.Cache && cache is not null
            ? await cache.GetAsync(user, target.Source, stop).ConfigureAwait(false)
            : null;
        if (cached is not null && extracts)
        {
            await Extraction.UnpackAsync(cached, target.Destination, sandbox, stop).ConfigureAwait(false);
            return;
        }

        await BringAsync(cached, target, stop).ConfigureAwait(false);
        if (uri.Executable)
        {
            UnixModes.MakeExecutable(target.Destination);
        }
        else if (extracts)
        {
            await Extraction.UnpackAsync(target.Destination, target.Destination, sandbox, stop).ConfigureAwait(false);
        }
    }

    private Task BringAsync(string? cached, FetchTarget target, CancellationToken stop) =>
        download.BringAsync(cached is null ? target.Source : new Uri("file://" + cached), target.Destination, stop);
}
