using System.Security.Cryptography;
using System.Text;
using Kernel.Frameworks.Client;
using Kernel.Chronos.Core;
using Kernel.Model;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Chronos.Server;

/// <summary>
/// Campaigns for leadership, and while it has it turns Chronos's loop. Until then the API passes requests on to the
/// leader.
/// </summary>
internal sealed partial class Leading
{
    private readonly ChronosOptions options;
    private readonly MasterAddresses masters;
    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Scheduling? scheduling;

    internal Leading(
        ChronosOptions options, Self self, MasterAddresses masters, IStore store, TimeProvider time, ILoggerFactory logs)
    {
        (this.options, this.masters, this.store, this.time, this.logs) = (options, masters, store, time, logs);
        Self = self;
        log = logs.CreateLogger("Kernel.Chronos");
        Api = new(this, options, time, log);
    }

    /// <summary>What this Chronos is called.</summary>
    internal Self Self { get; }

    /// <summary>The HTTP API.</summary>
    internal ChronosApi Api { get; }

    /// <summary>Ends when this Chronos leads and has loaded its state.</summary>
    internal Task Ready => ready.Task;

    /// <summary>The scheduler; null while this Chronos does not lead.</summary>
    internal Scheduling? Scheduling => scheduling;

    /// <summary>The leader, <c>host:port</c>; null if nobody leads.</summary>
    internal async Task<string?> LeaderAsync(CancellationToken cancel) =>
        scheduling is not null ? Self.Address
        : await store.LeaderAsync(cancel).ConfigureAwait(false) is { } bytes ? Encoding.UTF8.GetString(bytes)
        : null;

    /// <summary>Campaigns, leads, and ends with the leadership.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            var leadership = await store.CampaignAsync(Self.ToBytes(), stop).ConfigureAwait(false);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, leadership.Lost);
            await LeadAsync(leadership, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ready.TrySetCanceled(stop);
        }
        catch (OperationCanceledException)
        {
            throw new FencedException("Lost leadership: another Chronos leads");
        }
        catch (Exception failure)
        {
            ready.TrySetException(failure);
            throw;
        }
        finally
        {
            scheduling = null;
        }
    }

    private async Task LeadAsync(Leadership leadership, CancellationTokenSource end)
    {
        var state = Recovery.Recover(options.ToSettings(), await LoadAsync(end.Token).ConfigureAwait(false));
        var chance = new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        await using var leader = new Scheduling(
            state, chance, options, Self, masters, writes => store.CommitAsync(leadership.Epoch, writes), store.WritesPerCommitMax, time, logs, end);
        var loop = leader.RunAsync(end.Token);
        await leader.Pump.PostAsync(new ChronosInput.Started(), end.Token).ConfigureAwait(false);
        scheduling = leader;
        Leads(log, Self.Address);
        ready.TrySetResult();
        await loop.ConfigureAwait(false);
    }

    private async Task<List<KeyValuePair<string, byte[]>>> LoadAsync(CancellationToken cancel)
    {
        var entries = new List<KeyValuePair<string, byte[]>>();
        await foreach (var entry in store.LoadAsync(Recovery.Prefix, cancel).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        return entries;
    }

    [LoggerMessage(1, LogLevel.Information, "Leads as {Address}")]
    private static partial void Leads(ILogger log, string address);
}
