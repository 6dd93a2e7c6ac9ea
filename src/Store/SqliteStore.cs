using System.Runtime.CompilerServices;
using Kernel.Model;
using Microsoft.Data.Sqlite;

namespace Kernel.Store;

/// <summary>
/// A store in one file, for one machine. Every commit is one transaction that is synced to the disk (write-ahead log,
/// <c>synchronous=FULL</c>). One process may have the file open; it leads as soon as it campaigns.
/// </summary>
/// <remarks>
/// The epoch is a row of the file and grows with every campaign, so a commit that was begun under an earlier campaign is
/// refused here as by any other store.
/// </remarks>
public sealed class SqliteStore : IStore
{
    private const int PageOfKeys = 512;

    private readonly string path;
    private readonly FileOwnership ownership;
    private readonly SqliteConnection writer;
    private readonly SqliteCommits commits;
    private readonly SemaphoreSlim turn = new(1, 1);
    private CancellationTokenSource? leading;
    private byte[]? leader;
    private bool disposed;

    private SqliteStore(string path, FileOwnership ownership, SqliteConnection writer)
    {
        this.path = path;
        this.ownership = ownership;
        this.writer = writer;
        commits = new(writer);
    }

    /// <summary>Opens a file, and makes it and its folder if they are not there.</summary>
    /// <exception cref="StoreException">It is in use, cannot be opened, is no database, or is of a newer version.</exception>
    public static Task<SqliteStore> OpenAsync(string path)
    {
        try
        {
            return Task.FromResult(Open(Path.GetFullPath(path)));
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            return Task.FromException<SqliteStore>(new StoreException($"cannot open {path}: {failure.Message}", failure));
        }
        catch (StoreException failure)
        {
            return Task.FromException<SqliteStore>(failure);
        }
    }

    /// <inheritdoc/>
    public async Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop)
    {
        await turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            var epoch = commits.NextEpoch();
            await EndLeadershipAsync().ConfigureAwait(false);
            leading = new();
            leader = candidate;
            return new(epoch, leading.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> LeaderAsync(CancellationToken stop) => Task.FromResult(leader);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        // Page by page, on a connection of its own: a reader of a long history never holds up the writer.
        await using var reader = SqliteSchema.Connect(path);
        using var command = SqliteSchema.PageCommand(reader, prefix, PageOfKeys);
        for (var page = Page(command); page.Count > 0; page = Page(command))
        {
            foreach (var entry in page)
            {
                stop.ThrowIfCancellationRequested();
                yield return entry;
            }

            command.Parameters["$after"].Value = page[^1].Key;
        }
    }

    /// <inheritdoc/>
    public async Task CommitAsync(long epoch, IReadOnlyList<Write> writes)
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            commits.Commit(epoch, writes);
        }
        catch (SqliteException failure)
        {
            throw new StoreException($"cannot write to {path}: {failure.Message}", failure);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!disposed)
            {
                disposed = true;
                await EndLeadershipAsync().ConfigureAwait(false);
                commits.Dispose();
                await writer.DisposeAsync().ConfigureAwait(false);
                ownership.Dispose();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private static SqliteStore Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var ownership = FileOwnership.Take(path);
        try
        {
            var writer = SqliteSchema.Connect(path);
            SqliteSchema.Prepare(writer, path);
            return new(path, ownership, writer);
        }
        catch
        {
            ownership.Dispose();
            throw;
        }
    }

    private static List<KeyValuePair<string, byte[]>> Page(SqliteCommand command)
    {
        var page = new List<KeyValuePair<string, byte[]>>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            page.Add(new(rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        }

        return page;
    }

    private async Task EndLeadershipAsync()
    {
        leader = null;
        if (leading is { } ended)
        {
            leading = null;
            await ended.CancelAsync().ConfigureAwait(false);
            ended.Dispose();
        }
    }
}
