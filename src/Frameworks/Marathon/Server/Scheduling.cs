using Kernel.Frameworks.Client;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Marathon.Server;

/// <summary>
/// Marathon's loop and what performs its effects: the connection to the master, probes, the event stream.
/// </summary>
internal sealed partial class Scheduling : IAsyncDisposable
{
    private readonly MarathonState state;
    private readonly MasterConnection master;
    private readonly Probes probes;
    private readonly EventStreams events;
    private readonly ILogger log;
    private readonly CancellationTokenSource end;
    private MarathonView? view;
    private long viewRevision = -1;
    private string? left;

    internal Scheduling(
        MarathonState state,
        Chance chance,
        MarathonOptions options,
        MasterAddresses masters,
        Func<IReadOnlyList<Write>, Task> commit,
        int writesPerCommitMax,
        EventStreams events,
        TimeProvider time,
        ILoggerFactory logs,
        CancellationTokenSource end)
    {
        this.state = state;
        this.events = events;
        this.end = end;
        log = logs.CreateLogger("Kernel.Marathon");
        Time = time;
        Pump = new(new MarathonMachine(state), chance, commit, Perform, sentence => Noted(log, sentence), time, writesPerCommitMax: writesPerCommitMax);
        master = new(masters, options, input => Pump.TryPost(input), time, logs);
        probes = new(input => Pump.TryPost(input), options.MaxConcurrentMarathonHealthChecks);
        StartedAt = time.GetUtcNow();
    }

    /// <summary>The loop.</summary>
    internal ChannelPump<MarathonInput, MarathonEffect> Pump { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>Since when this Marathon leads.</summary>
    internal DateTimeOffset StartedAt { get; }

    /// <summary>What the operator set.</summary>
    internal MarathonSettings Settings => state.Settings;

    /// <summary>Turns the loop until stopped, or until the master will have nothing to do with Marathon.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Pump.RunAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (left is not null)
        {
            throw new FencedException(left);
        }
    }

    /// <summary>Marathon as it is now.</summary>
    internal Task<MarathonView> ViewAsync(CancellationToken cancel) => Pump.ReadAsync(View, cancel);

    /// <summary>What waits for offers.</summary>
    internal Task<IReadOnlyList<QueueEntry>> QueueAsync(CancellationToken cancel) =>
        Pump.ReadAsync(() => QueueEntry.Of(state, Moment.From(Time.GetUtcNow())), cancel);

    /// <summary>The versions that an app or pod has had, newest first.</summary>
    internal Task<IReadOnlyList<Core.Version>> VersionsAsync(PathId id, CancellationToken cancel) =>
        Pump.ReadAsync(() => state.Versions.Of(id), cancel);

    /// <summary>An app or pod as it was; null if that is not known.</summary>
    internal Task<RunSpec?> VersionAsync(PathId id, Core.Version version, CancellationToken cancel) =>
        Pump.ReadAsync(() => state.Versions.Of(id, version), cancel);

    /// <summary>The root versions in which a group was there, newest first.</summary>
    internal Task<IReadOnlyList<Core.Version>> GroupVersionsAsync(PathId id, CancellationToken cancel) =>
        Pump.ReadAsync(() => state.History.VersionsOf(id), cancel);

    /// <summary>The root as it was; null if that is not known.</summary>
    internal Task<Tree?> RootAsync(Core.Version version, CancellationToken cancel) =>
        Pump.ReadAsync(() => state.History.At(version), cancel);

    /// <summary>Gives the leadership up; the process ends, and another one takes over.</summary>
    internal void Abdicate()
    {
        left = "Leadership abdicated";
        end.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await master.DisposeAsync().ConfigureAwait(false);
        probes.Dispose();
    }

    private MarathonView View()
    {
        if (view is null || viewRevision != state.Revision)
        {
            view = MarathonView.Of(state);
            viewRevision = state.Revision;
        }

        return view;
    }

    private void Perform(MarathonEffect effect)
    {
        switch (effect)
        {
            case MarathonEffect.CallMesos call:
                master.Send(call.Call);
                break;
            case MarathonEffect.Introduce introduce:
                master.Introduce(introduce);
                break;
            case MarathonEffect.Publish publish:
                events.Publish(publish.Event, publish.At);
                break;
            case MarathonEffect.ProbeHealth probe:
                probes.Start(probe);
                break;
            case MarathonEffect.ProbeReadiness probe:
                probes.Start(probe);
                break;
            case MarathonEffect.Answer answer:
                answer.Give();
                break;
            case MarathonEffect.Leave leave:
                left = $"The master refuses this Marathon: {leave.Reason}";
                end.Cancel();
                break;
        }
    }

    [LoggerMessage(2, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger log, string sentence);
}
