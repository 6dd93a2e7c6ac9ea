using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Kernel.Store;

/// <summary>How a store lies in a SQLite file.</summary>
internal static class SqliteSchema
{
    private const long Version = 1;

    /// <summary>Opens a connection of its own: none is pooled, so that closing the store closes the file.</summary>
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Sets how the file is written, and makes the tables if they are not there.</summary>
    /// <exception cref="StoreException">The file is of a newer version than this program knows.</exception>
    public static void Prepare(SqliteConnection connection, string path)
    {
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        var version = Scalar(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw new StoreException(
                $"{path} was written by a newer version of Kernel (format {version}, this one knows {Version})");
        }

        Execute(connection, $"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS leader (id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL);
            INSERT OR IGNORE INTO leader VALUES (1, 0);
            PRAGMA user_version={Version};
            COMMIT;
            """);
    }

    /// <summary>Reads a page of the entries under a prefix, behind the key <c>$after</c>.</summary>
    public static SqliteCommand PageCommand(SqliteConnection connection, string prefix, int size)
    {
        var command = connection.CreateCommand();
        var end = KeyRange.EndOf(prefix);
        command.CommandText =
            $"SELECT key, value FROM entries WHERE key >= $prefix AND key > $after {(end is null ? "" : "AND key < $end")} " +
            $"ORDER BY key LIMIT {size.ToString(CultureInfo.InvariantCulture)}";
        command.Parameters.AddWithValue("$prefix", prefix);
        command.Parameters.AddWithValue("$after", "");
        if (end is not null)
        {
            command.Parameters.AddWithValue("$end", end);
        }

        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
