using Kernel.Model;
using Kernel.Store;

namespace Kernel.Tests.Simulation.World;

/// <summary>
/// Where components keep things: a file of one machine, or a database that several masters share. A write takes a while. Of
/// those that are under way when their writer ends, each is lost or becomes durable without anybody knowing, whole in any case.
/// </summary>
public sealed class SimDisk(SimWorld world)
{
    private readonly Dictionary<SimProcess, (long Epoch, IReadOnlyList<Write> Writes)> underWay = [];
    private bool isSlow;

    /// <summary>What is durable.</summary>
    public InMemoryDatabase Database { get; } = new();

    /// <summary>How many commits have been made durable.</summary>
    public long Commits { get; private set; }

    /// <summary>Told who has written under which epoch.</summary>
    public event Action<SimProcess, long>? Written;

    /// <summary>Makes writes slow, or normal again.</summary>
    public void BeSlow(bool slow) => isSlow = slow;

    /// <summary>Leads, if nobody does.</summary>
    /// <returns>The epoch; null if another leads.</returns>
    public long? TryLead(InMemoryStore store, byte[] candidate)
    {
        if (Database.Leader is not null)
        {
            return null;
        }

        // Nobody leads, so the campaign is won at once and nothing is waited for.
        return store.CampaignAsync(candidate, default).GetAwaiter().GetResult().Epoch;
    }

    /// <summary>Makes writes durable after a while, and then says so.</summary>
    /// <param name="writer">Who writes: if it has ended, nothing more happens.</param>
    /// <param name="epoch">The epoch it writes under.</param>
    /// <param name="writes">What it writes.</param>
    /// <param name="done">Told when the writes are durable.</param>
    /// <param name="fenced">Told instead if somebody else leads.</param>
    public void Commit(SimProcess writer, long epoch, IReadOnlyList<Write> writes, Action done, Action fenced)
    {
        var incarnation = writer.Incarnation;
        underWay[writer] = (epoch, writes);
        world.After(isSlow ? world.Between(50, 2_000) : world.Between(0.1, 8), () =>
        {
            var isOrphan = !writer.IsUp || writer.Incarnation != incarnation;
            if (isOrphan && world.OneIn(2))
            {
                return;
            }

            var isDurable = TryCommit(writer, epoch, writes);
            if (!isOrphan)
            {
                underWay.Remove(writer);
                writer.Soon(world.Between(0, 3), isDurable ? done : fenced);
            }
        });
    }

    /// <summary>The only writer of a machine's file is killed: what it was writing is on the disk, or is not.</summary>
    public void Settle(SimProcess writer)
    {
        if (underWay.Remove(writer, out var write) && world.OneIn(2))
        {
            TryCommit(writer, write.Epoch, write.Writes);
        }
    }

    private bool TryCommit(SimProcess writer, long epoch, IReadOnlyList<Write> writes)
    {
        try
        {
            Database.Commit(epoch, writes);
        }
        catch (FencedException)
        {
            return false;
        }

        Commits++;
        Written?.Invoke(writer, epoch);
        return true;
    }
}
