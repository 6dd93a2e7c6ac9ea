namespace Kernel.ZooKeeper.Masters;

/// <summary>Does again what ends with its session.</summary>
internal static class Retrying
{
    /// <summary>Does something again and again, with a pause whenever ZooKeeper could not be asked.</summary>
    public static async Task UntilStoppedAsync(
        Func<Task> once, Action<string> trouble, TimeSpan pause, TimeProvider time, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await once().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (ZooKeeperException failure)
            {
                trouble(failure.Message);
                await Task.Delay(pause, time, stop).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            }
        }
    }
}
