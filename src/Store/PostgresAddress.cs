using System.Text.RegularExpressions;
using Npgsql;

namespace Kernel.Store;

/// <summary>Where a PostgreSQL store is. Its text leaves the password out.</summary>
internal sealed partial class PostgresAddress
{
    private readonly NpgsqlConnectionStringBuilder builder;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder) => this.builder = builder;

    /// <summary>What Npgsql connects with.</summary>
    public string ConnectionString => builder.ToString();

    /// <summary>The schema that holds the tables.</summary>
    public string Schema => builder.SearchPath!;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="StoreException">It is none of a PostgreSQL store; the message says what is wrong.</exception>
    public static PostgresAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length < 2)
        {
            throw new StoreException("A PostgreSQL store is postgres://user:password@host:port/database");
        }

        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            SearchPath = "kernel",
            ApplicationName = "kernel",
            MaxPoolSize = 8,
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(builder, option);
        }

        return new(builder);
    }

    /// <inheritdoc/>
    public override string ToString() => $"postgres://{builder.Host}:{builder.Port}/{builder.Database}?schema={Schema}";

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaName { get; }

    private static void Set(NpgsqlConnectionStringBuilder builder, string option)
    {
        switch (option.Split('=', 2))
        {
            case ["schema", var schema] when SchemaName.IsMatch(schema):
                builder.SearchPath = schema;
                break;
            case ["sslmode", var mode] when Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), true, out var parsed):
                builder.SslMode = parsed;
                break;
            default:
                throw new StoreException(
                    $"'{option}' is no option of a PostgreSQL store: there are schema=NAME (small letters, digits, _) and sslmode=MODE");
        }
    }
}
