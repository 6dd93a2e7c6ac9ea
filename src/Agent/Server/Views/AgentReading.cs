using Kernel.Agent.Core;
using Kernel.Agent.Server.Authorization;
using Kernel.Agent.Server.Fetcher;
using Kernel.Agent.Server.Files;
using Kernel.Agent.Server.Host;
using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Metrics;
using Kernel.Agent.Server.Sandboxes;
using Kernel.Runtime;
using Kernel.Runtime.Logs;
using Kernel.Runtime.Metrics;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Views;

/// <summary>
/// Lets readers see what an agent knows. A view is shared by all who ask within 50 ms, so that no number of readers
/// stops the loop.
/// </summary>
public sealed class AgentReading(
    AgentState state,
    AgentPump pump,
    AgentFacts facts,
    SandboxFetcher fetcher,
    SandboxCollection collection,
    AgentHost host,
    LoggingLevel logging,
    TimeProvider time)
{
    /// <summary>The name of the program in the names of its log files.</summary>
    public const string LogProgram = "kernel-agent";

    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(50);
    private readonly Lock gate = new();
    private Task<AgentView>? latest;
    private long takenAt;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How much is logged.</summary>
    public LoggingLevel Logging => logging;

    /// <summary>What does not change.</summary>
    public AgentFacts Facts => facts;

    /// <summary>What callers must be allowed.</summary>
    public Permissions Permissions { get; } = new(state.Configuration.Acls);

    /// <summary>A view that is at most 50 ms old.</summary>
    public Task<AgentView> ViewAsync(CancellationToken stop)
    {
        lock (gate)
        {
            if (latest is null || latest.IsFaulted || latest.IsCanceled || time.GetElapsedTime(takenAt) > Shared)
            {
                takenAt = time.GetTimestamp();
                latest = pump.ReadAsync(() => AgentView.Of(state), CancellationToken.None);
            }

            return latest.WaitAsync(stop);
        }
    }

    /// <summary>What the containers of executors use, by container, as far as that is known.</summary>
    public Task<IReadOnlyDictionary<string, V1.ResourceStatistics>> MeasureAsync() => host.MeasureAsync();

    /// <summary>The agent's metrics.</summary>
    public MetricTable Metrics(AgentView view) => AgentMetrics.Of(
        view,
        fetcher,
        collection.Counts,
        new(
            (time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - facts.StartedAt,
            collection.AllowedAge(facts.Options.GcDelay).TotalSeconds));

    /// <summary>Finds a file that may be shown; null if there is none.</summary>
    public ShownFile? Find(AgentView view, string path) =>
        SandboxFiles.Find(
        view,
        state.Configuration.WorkDirectory,
        LogFile.ShownOf(facts.Options, facts.Options.ExternalLogFile, LogProgram),
        path);
}
