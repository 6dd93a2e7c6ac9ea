namespace Kernel.Tests.Support.Servers;

/// <summary>A PostgreSQL server, where it is installed (Debian: postgresql).</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin"))
            .Where(static bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private readonly ServerProcess process;

    private PostgresServer(ServerProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Why it cannot be started here; null if it can.</summary>
    public static string? Missing { get; } =
        Programs is null ? "PostgreSQL is not installed (Debian: postgresql)"
        : Environment.IsPrivilegedProcess && ServerProcess.Find("setpriv") is null ? "PostgreSQL refuses root, and there is no setpriv"
        : null;

    /// <summary>Where clients connect on 127.0.0.1, as the user <c>postgres</c> without a password.</summary>
    public int Port { get; }

    /// <summary>Starts one.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kernel-postgres-");
        var port = ServerProcess.FreePort();
        var data = Path.Combine(folder.FullName, "data");
        if (Environment.IsPrivilegedProcess)
        {
            ServerProcess.Run("chown", "postgres:", folder.FullName);
        }

        var initialize = AsPostgres("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
        ServerProcess.Run(initialize[0], initialize[1..]);
        var serve = AsPostgres("postgres", "-D", data, "-k", folder.FullName, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1");
        return new(await ServerProcess.StartAsync(folder, port, serve[0], serve[1..]), port);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();

    private static string[] AsPostgres(string program, params string[] arguments)
    {
        string[] plain = [Path.Combine(Programs!, program), .. arguments];
        return Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups", .. plain]
            : plain;
    }
}
