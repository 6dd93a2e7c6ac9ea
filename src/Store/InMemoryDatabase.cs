using Kernel.Model;

namespace Kernel.Store;

/// <summary>
/// What several <see cref="InMemoryStore"/>s share: the entries, the epoch, and who leads. It plays the disk, or the
/// database server, of tests and of the simulator, and outlives the stores that are opened on it.
/// </summary>
public sealed class InMemoryDatabase
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, byte[]> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<InMemoryCandidate> waiting = [];
    private InMemoryCandidate? leader;

    /// <summary>The epoch of the last leadership; 0 if there was none.</summary>
    public long Epoch { get; private set; }

    /// <summary>What the leader said of itself; null if nobody leads.</summary>
    public byte[]? Leader
    {
        get
        {
            lock (gate)
            {
                return leader?.Name;
            }
        }
    }

    /// <summary>A copy of the entries that start with a prefix, in key order.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Entries(string prefix = "")
    {
        lock (gate)
        {
            return [.. entries.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    /// <summary>Applies all writes, or none.</summary>
    /// <exception cref="FencedException">The epoch is over.</exception>
    public void Commit(long epoch, IReadOnlyList<Write> writes)
    {
        lock (gate)
        {
            if (epoch != Epoch || leader is null)
            {
                throw new FencedException($"epoch {epoch} is over: somebody else leads");
            }

            foreach (var (key, value) in writes)
            {
                if (value is null)
                {
                    entries.Remove(key);
                }
                else
                {
                    entries[key] = value;
                }
            }
        }
    }

    /// <summary>Ends the present leadership, as when a lease runs out; whoever waits longest leads next.</summary>
    public void Depose()
    {
        lock (gate)
        {
            leader?.End();
            leader = null;
            ElectNext();
        }
    }

    internal Task<Leadership> Campaign(InMemoryCandidate candidate)
    {
        lock (gate)
        {
            waiting.AddLast(candidate);
            if (leader?.Store == candidate.Store)
            {
                leader.End();
                leader = null;
            }

            if (leader is null)
            {
                ElectNext();
            }

            return candidate.Won;
        }
    }

    internal void Withdraw(InMemoryCandidate candidate)
    {
        lock (gate)
        {
            waiting.Remove(candidate);
        }
    }

    internal void Leave(InMemoryStore store)
    {
        lock (gate)
        {
            foreach (var candidate in waiting.Where(candidate => candidate.Store == store).ToList())
            {
                waiting.Remove(candidate);
            }

            if (leader?.Store == store)
            {
                leader.End();
                leader = null;
                ElectNext();
            }
        }
    }

    private void ElectNext()
    {
        if (waiting.First is { } next)
        {
            waiting.RemoveFirst();
            leader = next.Value;
            leader.Win(++Epoch);
        }
    }
}
