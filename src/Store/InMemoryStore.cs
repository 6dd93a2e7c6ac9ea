using System.Runtime.CompilerServices;
using Kernel.Model;

namespace Kernel.Store;

/// <summary>
/// A store that forgets with the process, and whose faults a test decides: commits can be held until they are let
/// through, and a crash loses what was not synced.
/// </summary>
/// <param name="database">What it reads and writes; several stores may share one.</param>
public sealed class InMemoryStore(InMemoryDatabase database) : IStore
{
    private readonly Lock gate = new();
    private readonly Queue<Held> held = new();
    private bool gone;

    /// <summary>Creates a store on entries of its own.</summary>
    public InMemoryStore()
        : this(new InMemoryDatabase())
    {
    }

    /// <summary>Whether commits wait for <see cref="CompleteNext"/>; otherwise they are durable at once.</summary>
    public bool HoldsCommits { get; set; }

    /// <summary>How many commits wait.</summary>
    public int HeldCommits
    {
        get
        {
            lock (gate)
            {
                return held.Count;
            }
        }
    }

    /// <summary>What it reads and writes.</summary>
    public InMemoryDatabase Database { get; } = database;

    /// <inheritdoc/>
    public async Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(gone, this);
        var campaign = new InMemoryCandidate(this, candidate);
        var won = Database.Campaign(campaign);
        try
        {
            return await won.WaitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Database.Withdraw(campaign);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<byte[]?> LeaderAsync(CancellationToken stop) => Task.FromResult(Database.Leader);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(
        string prefix, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var entry in Database.Entries(prefix))
        {
            stop.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public Task CommitAsync(long epoch, IReadOnlyList<Write> writes)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(gone, this);
            var commit = new Held(epoch, [.. writes]);
            held.Enqueue(commit);
            if (!HoldsCommits)
            {
                CompleteNext();
            }

            return commit.Done.Task;
        }
    }

    /// <summary>Makes the commit that waits longest durable, or fails it if its epoch is over.</summary>
    public void CompleteNext()
    {
        lock (gate)
        {
            var next = held.Dequeue();
            try
            {
                Database.Commit(next.Epoch, next.Writes);
                next.Done.SetResult();
            }
            catch (FencedException fenced)
            {
                next.Done.SetException(fenced);
            }
        }
    }

    /// <summary>
    /// Ends as a killed process does: leadership is over, and of the commits that wait only the first
    /// <paramref name="survivors"/> have reached the disk, though nobody is told so.
    /// </summary>
    public void Crash(int survivors = 0)
    {
        lock (gate)
        {
            for (; survivors > 0 && held.Count > 0; survivors--)
            {
                CompleteNext();
            }

            gone = true;
            held.Clear();
            Database.Leave(this);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Crash(int.MaxValue);
        return ValueTask.CompletedTask;
    }

    private sealed record Held(long Epoch, IReadOnlyList<Write> Writes)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
