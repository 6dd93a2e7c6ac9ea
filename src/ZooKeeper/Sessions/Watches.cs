using System.Collections.Concurrent;

namespace Kernel.ZooKeeper.Sessions;

/// <summary>
/// Who waits for the change of which node. A watch ends with any change that is told of its node, and with the connection,
/// since nobody knows what was missed: whoever waited reads anew.
/// </summary>
internal sealed class Watches
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> waiting = new(StringComparer.Ordinal);

    /// <summary>Ends when a node may have changed. Those who wait for the same node share it.</summary>
    public Task Of(string path) =>
        waiting.GetOrAdd(path, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>A node has changed.</summary>
    public void Tell(string path)
    {
        if (waiting.TryRemove(path, out var watch))
        {
            watch.TrySetResult();
        }
    }

    /// <summary>Any node may have changed.</summary>
    public void TellAll()
    {
        foreach (var path in waiting.Keys)
        {
            Tell(path);
        }
    }
}
