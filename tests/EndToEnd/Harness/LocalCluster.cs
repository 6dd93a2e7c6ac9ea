using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernel.Tests.EndToEnd.Harness;

/// <summary><c>kernel up</c> on free ports and a directory of its own, as a new user would start it.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly string[] extra;
    private readonly IReadOnlyDictionary<string, string> environment;

    private LocalCluster(string directory, IReadOnlyList<int> ports, string[] extra, IReadOnlyDictionary<string, string> environment)
    {
        Directory = directory;
        (this.extra, this.environment) = (extra, environment);
        (MasterPort, AgentPort, MarathonPort, ChronosPort) = (ports[0], ports[1], ports[2], ports[3]);
        Http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        Process = StartProcess();
    }

    /// <summary>The work directory.</summary>
    public string Directory { get; }

    /// <summary>The running program.</summary>
    public KernelProcess Process { get; private set; }

    /// <summary>The master's port.</summary>
    public int MasterPort { get; }

    /// <summary>The agent's port.</summary>
    public int AgentPort { get; }

    /// <summary>Marathon's port.</summary>
    public int MarathonPort { get; }

    /// <summary>Chronos's port.</summary>
    public int ChronosPort { get; }

    /// <summary>A client.</summary>
    public HttpClient Http { get; }

    /// <summary>The master's URL.</summary>
    public string Master => $"http://127.0.0.1:{MasterPort}";

    /// <summary>The agent's URL.</summary>
    public string Agent => $"http://127.0.0.1:{AgentPort}";

    /// <summary>Marathon's URL.</summary>
    public string Marathon => $"http://127.0.0.1:{MarathonPort}";

    /// <summary>Chronos's URL.</summary>
    public string Chronos => $"http://127.0.0.1:{ChronosPort}";

    /// <summary>Starts a cluster and waits until it is ready.</summary>
    public static Task<LocalCluster> UpAsync(params string[] extra) => UpAsync(new Dictionary<string, string>(), extra);

    /// <summary>Starts a cluster with variables in its environment, and waits until it is ready.</summary>
    public static async Task<LocalCluster> UpAsync(IReadOnlyDictionary<string, string> environment, params string[] extra)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("kernel-e2e-").FullName;
        var cluster = new LocalCluster(directory, Ports.Free(4), extra, environment);
        await cluster.Process.SeesAsync("ready");
        return cluster;
    }

    /// <summary>Kills the program with SIGKILL, as a crash would.</summary>
    public async Task CrashAsync()
    {
        Process.Signal(Signals.Kill);
        await Process.ExitsAsync();
        Process.Dispose();
    }

    /// <summary>Starts the program again on the same directory and ports.</summary>
    public async Task RestartAsync()
    {
        Process = StartProcess();
        await Process.SeesAsync("ready");
    }

    /// <summary>Gets a JSON document.</summary>
    public async Task<JsonNode> GetAsync(string url)
    {
        using var response = await Http.GetAsync(url);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new HttpRequestException($"GET {url}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Sends a JSON text and demands success.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string url, string json)
    {
        using var request = new HttpRequestMessage(method, url) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {url}: {(int)response.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    /// <summary>Waits until a JSON document satisfies a condition.</summary>
    public Task<JsonNode> SeesAsync(string url, Func<JsonNode, bool> wanted, string what, TimeSpan? within = null) =>
        Eventually.SeesAsync(() => GetAsync(url), wanted, what, within);

    /// <summary>Waits until an app has so many tasks that run, and gives them.</summary>
    public async Task<IReadOnlyList<JsonNode>> RunningTasksAsync(string app, int count)
    {
        var found = await SeesAsync(
            $"{Marathon}/v2/apps/{app.TrimStart('/')}/tasks",
            answer => Running(answer).Count == count && answer["tasks"]!.AsArray().Count == count,
            $"{count} running tasks of {app}");
        return Running(found);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Signal(Signals.Terminate);
            await Process.ExitsAsync(TimeSpan.FromSeconds(20));
        }

        Process.Dispose();
        Http.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static List<JsonNode> Running(JsonNode answer) =>
        [.. answer["tasks"]!.AsArray().Where(static task => (string?)task!["state"] == "TASK_RUNNING").Select(static task => task!)];

    private KernelProcess StartProcess() => KernelProcess.Start(
        KernelProcess.Program,
        [
            "up", $"--work_dir={Directory}", $"--master_port={MasterPort}", $"--agent_port={AgentPort}",
            $"--marathon_port={MarathonPort}", $"--chronos_port={ChronosPort}", .. extra,
        ],
        environment);
}
