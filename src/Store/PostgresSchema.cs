using Npgsql;

namespace Kernel.Store;

/// <summary>How a store lies in a PostgreSQL schema.</summary>
internal static class PostgresSchema
{
    /// <summary>
    /// A commit: its epoch, the keys to delete, the keys to put and their values. The row lock holds off a new leader
    /// until the statement has ended; without the row nothing is written. It gives 1 if it was.
    /// </summary>
    public const string Commit = """
        WITH leader AS MATERIALIZED (SELECT 1 FROM kernel_leader WHERE epoch = $1 FOR SHARE),
        deleted AS (DELETE FROM kernel_entries WHERE key = ANY ($2) AND EXISTS (SELECT FROM leader)),
        put AS (
            INSERT INTO kernel_entries SELECT entry.key, entry.value FROM unnest($3::text[], $4::bytea[]) AS entry (key, value)
            WHERE EXISTS (SELECT FROM leader)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value)
        SELECT count(*) FROM leader
        """;

    // Any number; it serializes those who make the tables at the same time.
    private const long Serializer = 0x6b65726e656c;

    /// <summary>Makes the tables if they are not there.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource source, string schema, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(stop).ConfigureAwait(false);
        await using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT pg_advisory_xact_lock({Serializer});
            CREATE SCHEMA IF NOT EXISTS "{schema}";
            CREATE TABLE IF NOT EXISTS kernel_entries (key text COLLATE "C" PRIMARY KEY, value bytea NOT NULL);
            CREATE TABLE IF NOT EXISTS kernel_leader (
                id integer PRIMARY KEY CHECK (id = 1), epoch bigint NOT NULL, candidate bytea, expires timestamptz NOT NULL);
            INSERT INTO kernel_leader VALUES (1, 0, NULL, '-infinity') ON CONFLICT DO NOTHING;
            """;
        await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        await transaction.CommitAsync(stop).ConfigureAwait(false);
    }
}
