using System.Net;
using System.Text.Json.Nodes;
using Kernel.Tests.Support.Servers;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>Three masters with the flags of a Mesos set-up, and the ZooKeeper that they queue in.</summary>
public sealed class MasterTrio : IAsyncDisposable
{
    private readonly ZooKeeperServer zooKeeper;
    private readonly List<KernelProcess> parts = [];
    private KernelProcess? agent;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private MasterTrio(ZooKeeperServer zooKeeper)
    {
        this.zooKeeper = zooKeeper;
        foreach (var port in Ports.Free(3))
        {
            Masters.Add(port, Start(
                "master", "--ip=127.0.0.1", "--hostname=127.0.0.1", $"--port={port}", $"--zk={Url("mesos")}", "--quorum=2",
                "--zk_session_timeout=2secs", $"--work_dir={Directory}/master-{port}"));
        }
    }

    /// <summary>Where everything keeps its files.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kernel-e2e-").FullName;

    /// <summary>The masters that live, by their ports.</summary>
    public Dictionary<int, KernelProcess> Masters { get; } = [];

    /// <summary>The ensemble's address.</summary>
    public string Hosts => $"127.0.0.1:{zooKeeper.Port}";

    /// <summary>Starts them.</summary>
    public static async Task<MasterTrio> StartAsync() => new(await ZooKeeperServer.StartAsync());

    /// <summary>A path in ZooKeeper, as flags name it.</summary>
    public string Url(string path) => $"zk://{Hosts}/{path}";

    /// <summary>Starts another part, which ends with the trio.</summary>
    public KernelProcess Start(params IEnumerable<string> arguments)
    {
        var process = KernelProcess.Start(arguments);
        parts.Add(process);
        return process;
    }

    /// <summary>Starts an agent, which ends with the trio, and its tasks with it.</summary>
    public void StartAgent(int port) => agent = Start(
        "agent", $"--master={Url("mesos")}", "--ip=127.0.0.1", $"--port={port}", $"--work_dir={Directory}/agent",
        "--resources=cpus:4;mem:2048");

    /// <summary>Waits until all masters that live agree on a leader, and gives its port.</summary>
    public async Task<int> LeaderAsync()
    {
        var seen = await Eventually.SeesAsync(
            () => Task.WhenAll(Masters.Keys.Select(LeaderByAsync)),
            leaders => leaders.Distinct().Count() == 1 && leaders[0] is { } leader && Masters.ContainsKey(leader),
            "one leader that lives");
        return seen[0]!.Value;
    }

    /// <summary>Asks a master without following where it sends.</summary>
    public async Task<(HttpStatusCode Status, string? Location)> AskAsync(int port, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{port}{path}");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    /// <summary>Gets a JSON document of a master.</summary>
    public async Task<JsonNode> GetAsync(int port, string path) =>
        JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}{path}"))!;

    /// <summary>Kills a master with SIGKILL.</summary>
    public async Task KillAsync(int port)
    {
        Masters[port].Signal(Signals.Kill);
        await Masters[port].ExitsAsync();
        Masters.Remove(port);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (agent is { HasExited: false })
        {
            agent.Signal(Signals.User1);
            await agent.ExitsAsync();
        }

        parts.ForEach(static process => process.Dispose());
        zooKeeper.Dispose();
        http.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Who leads by the word of one master; null if it knows of nobody, or does not listen yet.</summary>
    private async Task<int?> LeaderByAsync(int port)
    {
        var (status, location) = await AskAsync(port, HttpMethod.Get, "/state");
        return status switch
        {
            HttpStatusCode.OK => port,
            HttpStatusCode.TemporaryRedirect => new Uri($"http:{location}").Port,
            _ => null,
        };
    }
}
