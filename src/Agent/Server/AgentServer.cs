using Kernel.Agent.Core;
using Kernel.Agent.Server.Machine;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Runtime.Logs;
using Kernel.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>
/// An agent: its loop, and around it the link to the masters, the HTTP API, the executor host and the disk. Link and
/// HTTP share
/// one port.
/// </summary>
public sealed class AgentServer : IAsyncDisposable
{
    private readonly AgentParts parts;
    private readonly AgentPump pump;
    private readonly WebApplication web;
    private readonly Task running;
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int stopping;

    private AgentServer(AgentParts parts, AgentPump pump, WebApplication web)
    {
        this.parts = parts;
        this.pump = pump;
        this.web = web;
        running = RunAsync();
    }

    /// <summary>Where the agent answers.</summary>
    public Uri Uri => parts.Uri;

    /// <summary>
    /// Ends when the agent has left: because it was stopped, or told to, or because it failed, and then it fails too.
    /// </summary>
    public Task Completion => completion.Task;

    /// <summary>
    /// Starts an agent. It is found by masters and serves HTTP when this returns; it registers by itself.
    /// </summary>
    /// <param name="options">Its flags.</param>
    /// <param name="store">Where it keeps what must survive it; the caller's, and not closed here.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="stop">Gives up starting.</param>
    /// <exception cref="FormatException">A flag cannot be read.</exception>
    /// <exception cref="IOException">The work directory or the port cannot be used.</exception>
    /// <exception cref="AgentRecoveryException">What was stored does not go with the flags.</exception>
    public static async Task<AgentServer> StartAsync(
        AgentOptions options, IStore store, TimeProvider time, ILoggerFactory loggers, CancellationToken stop)
    {
        var parts = await AgentParts.MakeAsync(options, time, loggers, stop).ConfigureAwait(false);
        foreach (var sentence in parts.Options.Idle.Sentences.Concat(Isolators.Sentences(parts.Options.Isolation)))
        {
            parts.Logger.LogInformation("{Sentence}", sentence);
        }

        var leadership = await store.CampaignAsync([], stop).ConfigureAwait(false);
        var machine = await AgentLoading.LoadAsync(parts, store, leadership.Epoch, stop).ConfigureAwait(false);
        AgentPump? pump = null;
        pump = new(
            new TracedMachine<AgentInput, AgentEffect>(machine, parts.Logger),
            new Chance(BitConverter.ToUInt64(Guid.CreateVersion7().ToByteArray(), 8)),
            writes => store.CommitAsync(leadership.Epoch, writes),
            effect => parts.Performer.Perform(effect, pump!),
            sentence => parts.Logger.LogInformation("{Note}", sentence),
            time,
            writesPerCommitMax: store.WritesPerCommitMax);
        parts.Connect(pump);
        parts.Collection.RetirePast(
            machine.State.Executors.Values.Select(static run =>
                run.Directory).ToHashSet(StringComparer.Ordinal), parts.Options.GcDelay);
        var web = AgentWeb.Build(parts, machine.State, pump);
        await web.StartAsync(stop).ConfigureAwait(false);
        await pump.PostAsync(new AgentStarted(), stop).ConfigureAwait(false);
        return new(parts, pump, web);
    }

    /// <summary>
    /// Lets the agent leave for good, as SIGUSR1 does: its tasks end, the master is told; <see cref="Completion"/>
    /// follows.
    /// </summary>
    public ValueTask LeaveAsync() => pump.PostAsync(new UnregisterRequested());

    /// <summary>Stops the agent. Its tasks go on, unless the options say that they end with it.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopping, 1) == 0)
        {
            if (parts.Options.EndsTasksWhenStopped)
            {
                await parts.Host.EndAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(false);
            }

            await parts.StopAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private async Task RunAsync()
    {
        Exception? failure = null;
        try
        {
            var collecting = parts.Collection.RunAsync(
                parts.Options.GcDelay, parts.Options.DiskWatchInterval, parts.Stopped);
            var detecting = MasterDetection.RunAsync(parts, pump);
            await pump.RunAsync(parts.Stopped).ConfigureAwait(false);
            await collecting.ConfigureAwait(false);
            await detecting.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (parts.Stopped.IsCancellationRequested)
        {
            failure = parts.Failure;
        }
        catch (Exception unexpected)
        {
            parts.Logger.LogCritical(unexpected, "The agent ends");
            failure = unexpected;
        }

        await parts.StopAsync().ConfigureAwait(false);
        parts.Streams.CloseAll();
        await web.DisposeAsync().ConfigureAwait(false);
        await parts.Link.DisposeAsync().ConfigureAwait(false);
        _ = failure is null ? completion.TrySetResult() : completion.TrySetException(failure);
    }
}
