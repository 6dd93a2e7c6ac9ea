namespace Kernel.Master.Server.Reads;

/// <summary>
/// Gives views to readers. All who wait for one share it; once taking one has become dear, those who come within 50 ms share it
/// too, so that no number of readers holds the loop.
/// </summary>
/// <param name="read">Has the loop do something between two inputs.</param>
/// <param name="take">Takes a view there.</param>
/// <param name="time">The clock.</param>
internal sealed class ViewSource(Func<Func<MasterView>, Task<MasterView>> read, Func<MasterView> take, TimeProvider time)
{
    private static readonly TimeSpan SharedMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Dear = TimeSpan.FromMilliseconds(1);

    private readonly Lock gate = new();
    private Task<MasterView>? pending;
    private MasterView? latest;
    private long takenAt;

    /// <summary>A view that is not older than the call, or at most 50 ms old.</summary>
    public Task<MasterView> ViewAsync(CancellationToken stop)
    {
        lock (gate)
        {
            if (latest is { } known && known.Cost > Dear && time.GetElapsedTime(takenAt) < SharedMax)
            {
                return Task.FromResult(known);
            }

            pending ??= read(Take);
            return pending.WaitAsync(stop);
        }
    }

    private MasterView Take()
    {
        lock (gate)
        {
            // Who asks from now on may have seen something that this view does not have.
            pending = null;
        }

        var view = take();
        lock (gate)
        {
            (latest, takenAt) = (view, time.GetTimestamp());
        }

        return view;
    }
}
