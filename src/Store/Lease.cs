namespace Kernel.Store;

/// <summary>
/// A leadership that its holder must renew. It counts itself lost before the store would give it to somebody else:
/// when three quarters of its length have passed since the last renewal that succeeded was asked for.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    private readonly TimeSpan length;
    private readonly Func<CancellationToken, Task<bool>> renew;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Task keeping;
    private long renewed;

    /// <summary>Keeps a lease that has just been won.</summary>
    /// <param name="length">For how long the store gives it.</param>
    /// <param name="renew">Renews it; false if it is over, an exception if the store could not be asked.</param>
    /// <param name="time">The clock.</param>
    public Lease(TimeSpan length, Func<CancellationToken, Task<bool>> renew, TimeProvider time)
    {
        this.length = length;
        this.renew = renew;
        this.time = time;
        renewed = time.GetTimestamp();
        Lost = lost.Token;
        keeping = KeepAsync();
    }

    /// <summary>Cancelled when the leadership is over.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Stops renewing; whoever holds it knows that it is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(false);
        ended.Dispose();
        lost.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            do
            {
                await Task.Delay(length / 4, time, ended.Token).ConfigureAwait(false);
            }
            while (await RenewAsync().ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It was given up.
        }

        await lost.CancelAsync().ConfigureAwait(false);
    }

    private async Task<bool> RenewAsync()
    {
        var asked = time.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(length / 4, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ended.Token);
            if (!await renew(either.Token).ConfigureAwait(false))
            {
                return false;
            }

            renewed = asked;
            return true;
        }
        catch (Exception) when (!ended.IsCancellationRequested)
        {
            // The store could not be asked. It is asked again while the lease is surely ours.
            return time.GetElapsedTime(renewed) < length * 0.75;
        }
    }
}
