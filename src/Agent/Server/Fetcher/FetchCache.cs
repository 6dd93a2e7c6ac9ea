using System.Security.Cryptography;
using System.Text;

namespace Kernel.Agent.Server.Fetcher;

/// <summary>
/// Fetched files that others may want, one per user and URI, within a bound of bytes; who was used longest ago goes
/// first.
/// A file that is being fetched is waited for by all who want it (Mesos: FetcherProcess::Cache).
/// </summary>
public sealed class FetchCache(string directory, long capacity, Download download)
{
    private readonly Dictionary<string, Entry> entries = [];
    private readonly Lock gate = new();
    private long used;
    private long uses;

    /// <summary>Deletes what an earlier agent left: it is not known how good it is.</summary>
    public void Clear()
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(directory).Where(static file =>
            Path.GetFileName(file) is { Length: 64 } name && name.All(char.IsAsciiHexDigit)))
        {
            File.Delete(file);
        }
    }

    /// <summary>How many bytes may be kept.</summary>
    public long Capacity => capacity;

    /// <summary>How many bytes are kept or being fetched.</summary>
    public long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>The file in the cache, fetched now if need be.</summary>
    /// <returns>Its path; null if there is no room for it, or its size is not known.</returns>
    /// <exception cref="FetchException">It cannot be had.</exception>
    public async Task<string?> GetAsync(string user, Uri source, CancellationToken stop)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\n{source}")));
        if (Find(key) is { } known)
        {
            return await known.Fetched.WaitAsync(stop).ConfigureAwait(false);
        }

        if (await download.SizeAsync(source, stop).ConfigureAwait(false) is not { } size
            || Reserve(key, source, size) is not { } entry)
        {
            return null;
        }

        try
        {
            return await entry.Fetched.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (FetchException)
        {
            Forget(key, entry);
            throw;
        }
    }

    private Entry? Find(string key)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var entry))
            {
                entry.LastUse = uses++;
                return entry;
            }

            return null;
        }
    }

    private Entry? Reserve(string key, Uri source, long size)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var other))
            {
                return other;
            }

            if (size > capacity || !MakeRoom(size))
            {
                return null;
            }

            used += size;
            var entry = new Entry(size, FetchAsync(source, Path.Combine(directory, key))) { LastUse = uses++ };
            entries.Add(key, entry);
            return entry;
        }
    }

    private bool MakeRoom(long size)
    {
        while (used + size > capacity)
        {
            var (oldest, entry) = entries
                .Where(static pair => pair.Value.Fetched.IsCompleted)
                .OrderBy(static pair => pair.Value.LastUse)
                .FirstOrDefault();
            if (entry is null)
            {
                return false;
            }

            entries.Remove(oldest);
            used -= entry.Size;
            File.Delete(Path.Combine(directory, oldest));
        }

        return true;
    }

    private void Forget(string key, Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var present) && present == entry)
            {
                entries.Remove(key);
                used -= entry.Size;
            }
        }
    }

    /// <summary>Not tied to the one who asked first: others wait for it too.</summary>
    private async Task<string> FetchAsync(Uri source, string path)
    {
        await Task.Yield();
        await download.BringAsync(source, path, CancellationToken.None).ConfigureAwait(false);
        return path;
    }

    private sealed class Entry(long size, Task<string> fetched)
    {
        public long Size { get; } = size;

        public Task<string> Fetched { get; } = fetched;

        public long LastUse { get; set; }
    }
}
