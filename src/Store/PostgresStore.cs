using System.Runtime.CompilerServices;
using Kernel.Model;
using Npgsql;

namespace Kernel.Store;

/// <summary>
/// A store in a PostgreSQL database. Who leads is a row with an epoch and an expiry that the database's own clock
/// decides; every commit is one statement that locks this row and writes nothing if the epoch is another.
/// </summary>
public sealed class PostgresStore : IStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource source;
    private readonly string name;
    private readonly TimeSpan leaseLength;
    private readonly TimeProvider time;
    private Lease? lease;
    private long epoch;

    private PostgresStore(NpgsqlDataSource source, string name, TimeSpan leaseLength, TimeProvider time)
    {
        this.source = source;
        this.name = name;
        this.leaseLength = leaseLength;
        this.time = time;
    }

    /// <summary>Opens a database, and makes its tables if they are not there.</summary>
    /// <param name="url"><c>postgres://user:password@host:port/database?schema=NAME&amp;sslmode=MODE</c>.</param>
    /// <param name="time">The clock that renewals go by.</param>
    /// <param name="leaseLength">For how long a leader that is not heard of keeps leading; 10 s by default.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="StoreException">The URL is wrong, or the database cannot be used.</exception>
    public static async Task<PostgresStore> OpenAsync(
        string url, TimeProvider time, TimeSpan? leaseLength = null, CancellationToken stop = default)
    {
        var address = PostgresAddress.Parse(url);
        var source = NpgsqlDataSource.Create(address.ConnectionString);
        try
        {
            await PostgresSchema.PrepareAsync(source, address.Schema, stop).ConfigureAwait(false);
            return new(source, address.ToString(), leaseLength ?? TimeSpan.FromSeconds(10), time);
        }
        catch (NpgsqlException failure)
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw new StoreException($"cannot open {address}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public async Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop)
    {
        await EndLeaseAsync().ConfigureAwait(false);
        while (true)
        {
            if (await TryLeadAsync(candidate, stop).ConfigureAwait(false) is { } won)
            {
                epoch = won;
                lease = new(leaseLength, patience => RenewAsync(won, patience), time);
                return new(won, lease.Lost);
            }

            await Task.Delay(Patience, time, stop).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> LeaderAsync(CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            "SELECT candidate FROM kernel_leader WHERE expires > clock_timestamp()");
        return await Guard(async () => await command.ExecuteScalarAsync(stop).ConfigureAwait(false)).ConfigureAwait(false) as byte[];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        var end = KeyRange.EndOf(prefix);
        await using var command = source.CreateCommand(
            "SELECT key, value FROM kernel_entries WHERE key >= $1" + (end is null ? "" : " AND key < $2") + " ORDER BY key");
        command.Parameters.Add(new() { Value = prefix });
        if (end is not null)
        {
            command.Parameters.Add(new() { Value = end });
        }

        await using var rows = await Guard(() => command.ExecuteReaderAsync(stop)).ConfigureAwait(false);
        while (await Guard(() => rows.ReadAsync(stop)).ConfigureAwait(false))
        {
            yield return new(rows.GetString(0), rows.GetFieldValue<byte[]>(1));
        }
    }

    /// <inheritdoc/>
    public async Task CommitAsync(long epoch, IReadOnlyList<Write> writes)
    {
        await using var command = source.CreateCommand(PostgresSchema.Commit);
        var last = LastWrites.Of(writes);
        command.Parameters.Add(new() { Value = epoch });
        command.Parameters.Add(new() { Value = last.Deleted });
        command.Parameters.Add(new() { Value = last.PutKeys });
        command.Parameters.Add(new() { Value = last.PutValues });
        var leads = await Guard(() => command.ExecuteScalarAsync()).ConfigureAwait(false);
        if (leads is not 1L)
        {
            throw new FencedException($"epoch {epoch} is over: somebody else leads");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndLeaseAsync().ConfigureAwait(false);
        await ResignAsync().ConfigureAwait(false);
        await source.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<long?> TryLeadAsync(byte[] candidate, CancellationToken stop)
    {
        await using var command = source.CreateCommand("""
            UPDATE kernel_leader SET epoch = epoch + 1, candidate = $1, expires = clock_timestamp() + $2
            WHERE expires <= clock_timestamp() OR epoch = $3 RETURNING epoch
            """);
        command.Parameters.Add(new() { Value = candidate });
        command.Parameters.Add(new() { Value = leaseLength });
        command.Parameters.Add(new() { Value = epoch });
        return (long?)await Guard(() => command.ExecuteScalarAsync(stop)).ConfigureAwait(false);
    }

    private async Task<bool> RenewAsync(long held, CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            "UPDATE kernel_leader SET expires = clock_timestamp() + $1 WHERE epoch = $2");
        command.Parameters.Add(new() { Value = leaseLength });
        command.Parameters.Add(new() { Value = held });
        return await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false) == 1;
    }

    private async Task ResignAsync()
    {
        if (epoch == 0)
        {
            return;
        }

        try
        {
            await using var command = source.CreateCommand(
                "UPDATE kernel_leader SET expires = '-infinity', candidate = NULL WHERE epoch = $1");
            command.Parameters.Add(new() { Value = epoch });
            epoch = 0;
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // The database cannot be told; then the lease runs out by itself.
        }
    }

    private async Task EndLeaseAsync()
    {
        if (lease is { } ending)
        {
            lease = null;
            await ending.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<T> Guard<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (NpgsqlException failure)
        {
            throw new StoreException($"{name}: {failure.Message}", failure);
        }
    }
}
