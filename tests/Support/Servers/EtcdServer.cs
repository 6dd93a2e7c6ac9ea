namespace Kernel.Tests.Support.Servers;

/// <summary>An etcd of one member, where it is installed (Debian: etcd-server).</summary>
public sealed class EtcdServer : IDisposable
{
    private readonly ServerProcess process;

    private EtcdServer(ServerProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>Why it cannot be started here; null if it can.</summary>
    public static string? Missing { get; } = ServerProcess.Find("etcd") is null ? "etcd is not installed (Debian: etcd-server)" : null;

    /// <summary>Where clients connect on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Starts one.</summary>
    public static async Task<EtcdServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kernel-etcd-");
        var (port, peers) = (ServerProcess.FreePort(), ServerProcess.FreePort());
        var process = await ServerProcess.StartAsync(
            folder,
            port,
            "etcd",
            "--name=test",
            $"--data-dir={folder.FullName}/data",
            $"--listen-client-urls=http://127.0.0.1:{port}",
            $"--advertise-client-urls=http://127.0.0.1:{port}",
            $"--listen-peer-urls=http://127.0.0.1:{peers}",
            $"--initial-advertise-peer-urls=http://127.0.0.1:{peers}",
            $"--initial-cluster=test=http://127.0.0.1:{peers}");
        return new(process, port);
    }

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();
}
