using Kernel.Model;

namespace Kernel.Chronos.Core;

/// <summary>Everything Chronos knows.</summary>
/// <param name="settings">What the operator set.</param>
public sealed class ChronosState(ChronosSettings settings)
{
    private readonly Dictionary<string, RunTimes> times = [];
    private readonly Dictionary<string, IReadOnlyList<EndedRun>> histories = [];

    /// <summary>What the operator set.</summary>
    public ChronosSettings Settings { get; } = settings;

    /// <summary>The jobs.</summary>
    public JobBook Jobs { get; } = new();

    /// <summary>The runs under way.</summary>
    public RunBook Runs { get; } = new();

    /// <summary>The runs that wait for offers.</summary>
    public RunQueue Queue { get; } = new();

    /// <summary>The attempts that wait for their time, by <see cref="PendingRun.Key"/>.</summary>
    public Dictionary<string, PendingRun> Waiting { get; } = [];

    /// <summary>When which job is due.</summary>
    public DueHeap Due { get; } = new();

    /// <summary>The offers at hand.</summary>
    public OfferBook Offers { get; } = new();

    /// <summary>The subscription.</summary>
    public MesosLink Mesos { get; } = new();

    /// <summary>Whether runs or offers have come since they were last matched.</summary>
    internal bool MatchNeeded { get; set; }

    /// <summary>How often anything was decided.</summary>
    public long Revision { get; internal set; }

    /// <summary>How long the runs of jobs took.</summary>
    public IReadOnlyDictionary<string, RunTimes> Times => times;

    /// <summary>How long the runs of a job took.</summary>
    internal RunTimes TimesOf(string job)
    {
        if (!times.TryGetValue(job, out var found))
        {
            times.Add(job, found = new());
        }

        return found;
    }

    /// <summary>The latest runs of a job that have ended, newest first.</summary>
    public IReadOnlyList<EndedRun> HistoryOf(string job) => histories.GetValueOrDefault(job) ?? [];

    /// <summary>Sets the latest runs of a job.</summary>
    internal void SetHistory(string job, IReadOnlyList<EndedRun> runs) => histories[job] = runs;

    /// <summary>Forgets what is known only for statistics.</summary>
    internal void ForgetStatistics(string job)
    {
        times.Remove(job);
        histories.Remove(job);
    }
}
