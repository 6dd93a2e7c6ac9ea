namespace Kernel.Runtime.Metrics;

/// <summary>Lets callers through at a rate; those who come faster wait their turn (libprocess: RateLimiter).</summary>
/// <param name="interval">The time between two callers.</param>
/// <param name="waitersMax">How many may wait.</param>
/// <param name="time">The clock.</param>
public sealed class RateGate(TimeSpan interval, int waitersMax, TimeProvider time)
{
    private readonly Lock gate = new();
    private DateTimeOffset next;

    /// <summary>The gate of <c>/metrics/snapshot</c>: two a second, as libprocess has it (mesos.md 8.6).</summary>
    public static RateGate OfMetrics(TimeProvider time) => new(TimeSpan.FromMilliseconds(500), 100, time);

    /// <summary>Waits for its turn.</summary>
    /// <returns>False if too many wait already.</returns>
    public async Task<bool> EnterAsync(CancellationToken stop)
    {
        var wait = Reserve();
        if (wait > interval * waitersMax)
        {
            return false;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, stop).ConfigureAwait(false);
        }

        return true;
    }

    private TimeSpan Reserve()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var turn = next > now ? next : now;
            if (turn - now <= interval * waitersMax)
            {
                next = turn + interval;
            }

            return turn - now;
        }
    }
}
