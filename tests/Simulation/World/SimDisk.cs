using Kernel.Model;
using Kernel.Store;

namespace Kernel.Tests.Simulation.World;

/// <summary>
/// Where components keep things: a file of one machine, or a database that several masters share. A write takes a while;
/// whoever ends before it is durable has lost it, whoever ends between that and the answer has written it without knowing.
/// </summary>
public sealed class SimDisk(SimWorld world)
{
    private bool isSlow;

    /// <summary>What is durable.</summary>
    public InMemoryDatabase Database { get; } = new();

    /// <summary>How many commits have been made durable.</summary>
    public long Commits { get; private set; }

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
        writer.Soon(isSlow ? world.Between(50, 2_000) : world.Between(0.1, 8), () =>
        {
            try
            {
                Database.Commit(epoch, writes);
                Commits++;
            }
            catch (FencedException)
            {
                fenced();
                return;
            }

            writer.Soon(world.Between(0, 3), done);
        });
    }
}
