namespace Kernel.Tests.Support.Servers;

/// <summary>A ZooKeeper of one member, where it is installed (Debian: zookeeper).</summary>
public sealed class ZooKeeperServer : IDisposable
{
    private const string Library = "/usr/share/java/zookeeper.jar";

    private readonly ServerProcess process;

    private ZooKeeperServer(ServerProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Why it cannot be started here; null if it can.</summary>
    public static string? Missing { get; } =
        !File.Exists(Library) ? "ZooKeeper is not installed (Debian: zookeeper)"
        : ServerProcess.Find("java") is null ? "ZooKeeper needs java"
        : null;

    /// <summary>Where clients connect on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts one. It grants sessions from 1 second on.</summary>
    public static async Task<ZooKeeperServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kernel-zookeeper-");
        var port = ServerProcess.FreePort();
        var settings = Path.Combine(folder.FullName, "zoo.cfg");
        await File.WriteAllTextAsync(settings, $"""
            dataDir={folder.FullName}/data
            clientPort={port}
            clientPortAddress=127.0.0.1
            tickTime=500
            maxClientCnxns=0
            admin.enableServer=false
            forceSync=no

            """);
        string[] java = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", Library];
        var process = await ServerProcess.StartAsync(
            folder, port, "java", [.. java, "org.apache.zookeeper.server.ZooKeeperServerMain", settings]);
        return new(process, port);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();
}
