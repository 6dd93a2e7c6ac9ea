using Kernel.Master.Core;

namespace Kernel.Master.Server.Reads;

/// <summary>
/// Gives views to readers. All who wait for one share it, and what is written before a reader asks is in what it sees. As long as nothing
/// changes all are given the same. Once taking a view has become dear, the next is taken a while after the last, so that no number of
/// readers holds the loop.
/// </summary>
/// <param name="read">Has the loop do something between two inputs.</param>
/// <param name="state">What is read there.</param>
/// <param name="time">The clock.</param>
internal sealed class ViewSource(Func<Func<MasterView>, Task<MasterView>> read, MasterState state, TimeProvider time)
{
    /// <summary>How long a view, and what has been written of it, is kept for the next reader.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private const int RestPerCost = 10;
    private static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Dear = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private Task<MasterView>? pending;
    private MasterView? last;
    private ITimer? forgetting;
    private TimeSpan cost;
    private long takenAt;

    /// <summary>A view that is not older than the call.</summary>
    public Task<MasterView> ViewAsync(CancellationToken stop)
    {
        lock (gate)
        {
            if (pending is null or { IsCompleted: true })
            {
                pending = TakeAsync(Rest());
            }

            return pending.WaitAsync(stop);
        }
    }

    /// <summary>How long the loop is to be left alone yet.</summary>
    private TimeSpan Rest()
    {
        var rest = cost * RestPerCost;
        return cost <= Dear ? TimeSpan.Zero : (rest < RestMax ? rest : RestMax) - time.GetElapsedTime(takenAt);
    }

    private async Task<MasterView> TakeAsync(TimeSpan rest)
    {
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time).ConfigureAwait(false);
        }

        return await read(Take).ConfigureAwait(false);
    }

    private MasterView Take()
    {
        lock (gate)
        {
            // Who asks from now on may have seen something that this view does not have.
            pending = null;
        }

        var (view, isNew) = Volatile.Read(ref last) is { } known && known.IsCurrent(state) ? (known, false) : (MasterView.Of(state, time), true);
        lock (gate)
        {
            (cost, takenAt) = (isNew ? view.Cost : TimeSpan.Zero, time.GetTimestamp());
            last = view;
            forgetting ??= time.CreateTimer(_ => Forget(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            forgetting.Change(Kept, Timeout.InfiniteTimeSpan);
        }

        return view;
    }

    private void Forget()
    {
        lock (gate)
        {
            last = null;
        }
    }
}
