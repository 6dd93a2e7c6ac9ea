using System.Collections.Immutable;
using Google.Protobuf;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>One update in a stream.</summary>
/// <param name="Number">Its place in the stream, from 0.</param>
/// <param name="Update">What is told.</param>
public readonly record struct StreamUpdate(long Number, StatusUpdate Update);

/// <summary>
/// The status updates of one task on their way to the scheduler: in order, one in flight, each repeated until it is
/// acknowledged (Mesos: src/slave/task_status_update_manager.cpp).
/// </summary>
/// <param name="Key">The task.</param>
/// <param name="IsDurable">Whether it is kept in the store: the framework checkpoints.</param>
public sealed record UpdateStream(TaskKey Key, bool IsDurable)
{
    /// <summary>How many acknowledged updates are remembered, so that an executor may send them once more.</summary>
    public const int RememberedMax = 64;

    /// <summary>The first wait for an acknowledgement.</summary>
    public static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for an acknowledgement.</summary>
    public static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(10);

    /// <summary>Updates that are not acknowledged; the first one is in flight.</summary>
    public ImmutableQueue<StreamUpdate> Pending { get; init; } = [];

    /// <summary>Updates that were acknowledged lately, the oldest first.</summary>
    public ImmutableList<StreamUpdate> Remembered { get; init; } = [];

    /// <summary>The uuids of all updates in <see cref="Pending"/> and <see cref="Remembered"/>.</summary>
    public ImmutableHashSet<ByteString> Seen { get; init; } = [];

    /// <summary>The number of the next update.</summary>
    public long Next { get; init; }

    /// <summary>How long the update in flight waits before it is sent again.</summary>
    public TimeSpan RetryDelay { get; init; } = RetryMin;

    /// <summary>
    /// Counts the updates in flight and the restarts of their waiting, so that timers of old ones are known.
    /// </summary>
    public int Generation { get; init; }

    /// <summary>The update in flight; null if there is none.</summary>
    public StatusUpdate? Head => Pending.IsEmpty ? null : Pending.Peek().Update;

    /// <summary>Whether an update with this uuid has come already.</summary>
    public bool HasSeen(ByteString uuid) => Seen.Contains(uuid);

    /// <summary>The stream with one more update.</summary>
    public UpdateStream With(StatusUpdate update) => this with
    {
        Pending = Pending.Enqueue(new(Next, update)),
        Seen = Seen.Add(update.Uuid),
        Next = Next + 1,
    };

    /// <summary>The stream after its head was acknowledged.</summary>
    /// <param name="forgotten">An old acknowledged update that it no longer remembers.</param>
    public UpdateStream Acknowledged(out StreamUpdate? forgotten)
    {
        var rest = Pending.Dequeue(out var head);
        var remembered = Remembered.Add(head);
        forgotten = remembered.Count > RememberedMax ? remembered[0] : null;
        return this with
        {
            Pending = rest,
            Remembered = forgotten is null ? remembered : remembered.RemoveAt(0),
            Seen = forgotten is { } old ? Seen.Remove(old.Update.Uuid) : Seen,
            RetryDelay = RetryMin,
            Generation = Generation + 1,
        };
    }

    /// <summary>The stream as it was stored: one more update, perhaps acknowledged already.</summary>
    public UpdateStream Recovered(StreamUpdate stored, bool acknowledged) => this with
    {
        Pending = acknowledged ? Pending : Pending.Enqueue(stored),
        Remembered = acknowledged ? Remembered.Add(stored) : Remembered,
        Seen = Seen.Add(stored.Update.Uuid),
        Next = stored.Number + 1,
    };

    /// <summary>The stream waiting longer for its head.</summary>
    public UpdateStream WaitingLonger() =>
        this with { RetryDelay = RetryDelay * 2 > RetryMax ? RetryMax : RetryDelay * 2 };

    /// <summary>The stream beginning anew with its head: a master has (re-)registered the agent.</summary>
    public UpdateStream Resumed() => this with { RetryDelay = RetryMin, Generation = Generation + 1 };
}
