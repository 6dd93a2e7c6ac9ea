using System.Security.Cryptography;
using System.Text;
using Kernel.Frameworks.Client;
using Kernel.Marathon.Core;
using Kernel.Model;
using Kernel.Runtime;
using Kernel.Store;
using Microsoft.Extensions.Logging;

namespace Kernel.Marathon.Server;

/// <summary>
/// Campaigns for leadership, and while it has it turns Marathon's loop. Until then the API passes requests on to the
/// leader.
/// </summary>
internal sealed partial class Leading
{
    private readonly MarathonOptions options;
    private readonly MasterAddresses masters;
    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly ILogger log;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Scheduling? scheduling;

    internal Leading(
        MarathonOptions options,
        Self self,
        MasterAddresses masters,
        IStore store,
        TimeProvider time,
        ILoggerFactory logs)
    {
        this.options = options;
        this.masters = masters;
        this.store = store;
        this.time = time;
        this.logs = logs;
        Self = self;
        log = logs.CreateLogger("Kernel.Marathon");
        Api = new(this, options, time, log);
    }

    /// <summary>What this Marathon is called.</summary>
    internal Self Self { get; }

    /// <summary>The HTTP API.</summary>
    internal MarathonApi Api { get; }

    /// <summary>Ends when this Marathon leads and has loaded its state.</summary>
    internal Task Ready => ready.Task;

    /// <summary>The scheduler; null while this Marathon does not lead.</summary>
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
            throw new FencedException("Lost leadership: another Marathon leads");
        }
        finally
        {
            scheduling = null;
        }
    }

    private async Task LeadAsync(Leadership leadership, CancellationTokenSource end)
    {
        var state = Recovery.Recover(
            options.ToSettings(Self.Host, $"http://{Self.Address}"), await LoadAsync(end.Token).ConfigureAwait(false));
        var chance = new Chance(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        await using var leader = new Scheduling(
            state, chance, options, masters, writes =>
                store.CommitAsync(leadership.Epoch, writes), store.WritesPerCommitMax, Api.Events, time, logs, end);
        var loop = leader.RunAsync(end.Token);
        await leader.Pump.PostAsync(new MarathonInput.Started(), end.Token).ConfigureAwait(false);
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
