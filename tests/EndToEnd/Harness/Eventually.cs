namespace Kernel.Tests.EndToEnd.Harness;

/// <summary>
/// Waits for what a real cluster does in its own time. It asks again as soon as the last answer has come, with a short pause:
/// real processes have no clock that a test could move.
/// </summary>
public static class Eventually
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until an observation satisfies a condition, and gives it.</summary>
    /// <exception cref="TimeoutException">It never did; the message has the last observation.</exception>
    public static async Task<T> SeesAsync<T>(Func<Task<T>> observe, Func<T, bool> wanted, string what, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        using var pause = new PeriodicTimer(Pause);
        object? last = null;
        do
        {
            try
            {
                var seen = await observe();
                if (wanted(seen))
                {
                    return seen;
                }

                last = seen;
            }
            catch (HttpRequestException failure)
            {
                last = failure.Message;
            }
        }
        while (await NextAsync(pause, patience.Token));
        throw new TimeoutException($"never seen: {what}; last was {last}");
    }

    private static async Task<bool> NextAsync(PeriodicTimer pause, CancellationToken patience)
    {
        try
        {
            return await pause.WaitForNextTickAsync(patience);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
