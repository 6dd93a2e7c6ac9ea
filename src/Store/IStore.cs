using Kernel.Model;

namespace Kernel.Store;

/// <summary>
/// Where a component keeps what must survive it: keyed values, written only by whoever leads.
/// </summary>
/// <remarks>
/// One store belongs to one component. Keys are <c>component/kind/id</c>, values are serialized <c>kernel.store</c> messages.
/// Every commit carries the epoch of the leadership it was made under, and the store itself refuses a deposed leader's.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>
    /// The most writes that one commit may have. What runs the steps gathers no more than these; a single step keeps to
    /// 100 writes and 1 MB, which every store takes.
    /// </summary>
    int WritesPerCommitMax => 1_000;

    /// <summary>Waits until this process leads.</summary>
    /// <param name="candidate">What others are told about the leader, for instance a serialized <c>MasterInfo</c>.</param>
    /// <param name="stop">Gives up waiting.</param>
    Task<Leadership> CampaignAsync(byte[] candidate, CancellationToken stop);

    /// <summary>What the present leader said of itself when it campaigned; null if nobody leads.</summary>
    Task<byte[]?> LeaderAsync(CancellationToken stop);

    /// <summary>Reads every key that starts with a prefix, in key order.</summary>
    IAsyncEnumerable<KeyValuePair<string, byte[]>> LoadAsync(string prefix, CancellationToken stop);

    /// <summary>Makes all writes durable, or none of them.</summary>
    /// <param name="epoch">The <see cref="Leadership.Epoch"/> they are made under.</param>
    /// <param name="writes">The writes, in order; a later one to the same key wins.</param>
    /// <exception cref="FencedException">Somebody else leads now; nothing was written.</exception>
    Task CommitAsync(long epoch, IReadOnlyList<Write> writes);
}

/// <summary>A won election.</summary>
/// <param name="Epoch">The fencing token: higher than that of every leader before.</param>
/// <param name="Lost">Cancelled when the leadership is over.</param>
public sealed record Leadership(long Epoch, CancellationToken Lost);

/// <summary>A write was refused because its writer no longer leads.</summary>
public sealed class FencedException(string message) : Exception(message);
