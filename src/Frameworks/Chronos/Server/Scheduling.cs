using Kernel.Frameworks.Client;
using Kernel.Chronos.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>Chronos's loop and what performs its effects.</summary>
internal sealed partial class Scheduling : IAsyncDisposable
{
    private readonly ChronosState state;
    private readonly MasterConnection master;
    private readonly NoticeSending notices;
    private readonly ILogger log;
    private readonly CancellationTokenSource end;
    private ChronosView? view;
    private long viewRevision = -1;
    private string? left;

    internal Scheduling(
        ChronosState state,
        Chance chance,
        ChronosOptions options,
        Self self,
        MasterAddresses masters,
        Func<IReadOnlyList<Write>, Task> commit,
        int writesPerCommitMax,
        TimeProvider time,
        ILoggerFactory logs,
        CancellationTokenSource end)
    {
        (this.state, this.end) = (state, end);
        log = logs.CreateLogger("Kernel.Chronos");
        Pump = new(new ChronosMachine(state), chance, commit, Perform, sentence => Noted(log, sentence), time, writesPerCommitMax: writesPerCommitMax);
        master = new(options, self, masters, input => Pump.TryPost(input), time, logs);
        notices = new(options, log);
        Time = time;
    }

    /// <summary>The loop.</summary>
    internal ChannelPump<ChronosInput, ChronosEffect> Pump { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>The present.</summary>
    internal Moment Now => Moment.From(Time.GetUtcNow());

    /// <summary>What jobs have that do not say.</summary>
    internal JobDefaults Defaults => state.Settings.Defaults;

    /// <summary>Turns the loop until stopped, or until the master will have nothing to do with Chronos.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await Pump.RunAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (left is not null)
        {
            throw new FencedException($"The master refuses this Chronos: {left}");
        }
    }

    /// <summary>Chronos as it is now.</summary>
    internal Task<ChronosView> ViewAsync(CancellationToken cancel) => Pump.ReadAsync(View, cancel);

    /// <summary>A job; null if there is none of that name.</summary>
    internal Task<Job?> JobAsync(string name, CancellationToken cancel) => Pump.ReadAsync(() => state.Jobs.Of(name), cancel);

    /// <summary>How a job has fared; null if there is none of that name.</summary>
    internal Task<JobStatistics?> StatisticsAsync(string name, CancellationToken cancel) =>
        Pump.ReadAsync(() => JobStatistics.Of(state, name), cancel);

    /// <summary>How long the runs of every job took, in milliseconds: those that have run.</summary>
    internal Task<IReadOnlyList<(string Job, double Milliseconds)>> TimesAsync(Func<RunTimes, double> measure, CancellationToken cancel) =>
        Pump.ReadAsync<IReadOnlyList<(string, double)>>(
            () => [.. state.Times.Where(static pair => pair.Value.Count > 0).Select(pair => (pair.Key, measure(pair.Value)))], cancel);

    /// <summary>How often the runs of every job succeeded and failed since this Chronos leads.</summary>
    internal Task<IReadOnlyList<(string Job, long Succeeded, long Failed)>> CountsAsync(CancellationToken cancel) =>
        Pump.ReadAsync<IReadOnlyList<(string, long, long)>>(
            () => [.. state.Times.Select(static pair => (pair.Key, pair.Value.Succeeded, pair.Value.Failed))], cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await master.DisposeAsync().ConfigureAwait(false);
        await notices.DisposeAsync().ConfigureAwait(false);
    }

    private ChronosView View()
    {
        if (view is null || viewRevision != state.Revision)
        {
            view = ChronosView.Of(state);
            viewRevision = state.Revision;
        }

        return view;
    }

    private void Perform(ChronosEffect effect)
    {
        switch (effect)
        {
            case ChronosEffect.CallMesos call:
                master.Send(call.Call);
                break;
            case ChronosEffect.Subscribe subscribe:
                master.Subscribe(subscribe.FrameworkId);
                break;
            case ChronosEffect.Notify notify:
                notices.Send(notify.Notice);
                break;
            case ChronosEffect.Answer answer:
                answer.Give();
                break;
            case ChronosEffect.Leave leave:
                left = leave.Reason;
                end.Cancel();
                break;
        }
    }

    [LoggerMessage(2, LogLevel.Information, "{Sentence}")]
    private static partial void Noted(ILogger log, string sentence);
}
