using Kernel.Model;
using Microsoft.Data.Sqlite;

namespace Kernel.Store;

/// <summary>The transactions of a <see cref="SqliteStore"/>, on its one writing connection, with every statement prepared once.</summary>
internal sealed class SqliteCommits(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand begin = Prepared(connection, "BEGIN IMMEDIATE");
    private readonly SqliteCommand commit = Prepared(connection, "COMMIT");
    private readonly SqliteCommand rollback = Prepared(connection, "ROLLBACK");
    private readonly SqliteCommand read = Prepared(connection, "SELECT epoch FROM leader");
    private readonly SqliteCommand raise = Prepared(connection, "UPDATE leader SET epoch = epoch + 1 RETURNING epoch");
    private readonly SqliteCommand put = Prepared(
        connection,
        "INSERT INTO entries VALUES ($key, $value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        "$key",
        "$value");

    private readonly SqliteCommand delete = Prepared(connection, "DELETE FROM entries WHERE key = $key", "$key");

    /// <summary>Raises the epoch, durably.</summary>
    public long NextEpoch() => (long)raise.ExecuteScalar()!;

    /// <summary>Makes all writes durable, or none.</summary>
    /// <exception cref="FencedException">The epoch is over.</exception>
    public void Commit(long epoch, IReadOnlyList<Write> writes)
    {
        begin.ExecuteNonQuery();
        try
        {
            if ((long)read.ExecuteScalar()! != epoch)
            {
                throw new FencedException($"epoch {epoch} is over: somebody else leads");
            }

            foreach (var write in writes)
            {
                Apply(write);
            }

            commit.ExecuteNonQuery();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[begin, commit, rollback, read, raise, put, delete])
        {
            command.Dispose();
        }
    }

    private static SqliteCommand Prepared(SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter(name, name == "$value" ? SqliteType.Blob : SqliteType.Text));
        }

        command.Prepare();
        return command;
    }

    private void Apply(Write write)
    {
        if (write.Value is null)
        {
            delete.Parameters[0].Value = write.Key;
            delete.ExecuteNonQuery();
            return;
        }

        put.Parameters[0].Value = write.Key;
        put.Parameters[1].Value = write.Value;
        put.ExecuteNonQuery();
    }

    private void RollBack()
    {
        try
        {
            rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full; the first failure is the one to tell.
        }
    }
}
