using System.Collections.Concurrent;
using Kernel.Model;
using Kernel.Runtime.Metrics;
using Kernel.Store;

namespace Kernel.Master.Server.Metrics;

/// <summary>Measures what is read from and written to the registry.</summary>
/// <param name="fetchTimeout">How long it may take to read it.</param>
/// <param name="storeTimeout">How long a write may take.</param>
/// <param name="time">The clock.</param>
internal sealed class RegistrarMeter(TimeSpan fetchTimeout, TimeSpan storeTimeout, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, int> sizes = new(StringComparer.Ordinal);
    private readonly Timing fetch = new(time);
    private readonly Timing store = new(time);
    private long bytes;

    /// <summary>Loads the registry.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public async Task<List<KeyValuePair<string, byte[]>>> LoadAsync(IStore from, string prefix, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var entries = new List<KeyValuePair<string, byte[]>>();
        using var late = new CancellationTokenSource(fetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        try
        {
            await foreach (var entry in from.LoadAsync(prefix, either.Token).ConfigureAwait(false))
            {
                entries.Add(entry);
                Resize(entry.Key, entry.Value.Length);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException($"The registry could not be read within {fetchTimeout.TotalSeconds} seconds (--registry_fetch_timeout)");
        }

        fetch.RecordSince(begun);
        return entries;
    }

    /// <summary>Makes writes durable.</summary>
    /// <exception cref="TimeoutException">It takes too long.</exception>
    public async Task CommitAsync(IStore to, long epoch, IReadOnlyList<Write> writes)
    {
        var begun = time.GetTimestamp();
        await to.CommitAsync(epoch, writes).WaitAsync(storeTimeout, time).ConfigureAwait(false);
        store.RecordSince(begun);
        foreach (var write in writes)
        {
            Resize(write.Key, write.Value?.Length);
        }
    }

    /// <summary>Adds the metrics.</summary>
    public void AddTo(MetricTable metrics)
    {
        metrics["registrar/registry_size_bytes"] = Interlocked.Read(ref bytes);
        fetch.AddTo(metrics, "registrar/state_fetch_ms");
        store.AddTo(metrics, "registrar/state_store_ms");
    }

    private void Resize(string key, int? size)
    {
        var before = sizes.GetValueOrDefault(key);
        if (size is { } now)
        {
            sizes[key] = now;
        }
        else
        {
            sizes.TryRemove(key, out _);
        }

        Interlocked.Add(ref bytes, (size ?? 0) - before);
    }
}
