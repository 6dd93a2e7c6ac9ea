namespace Kernel.ZooKeeper;

/// <summary>ZooKeeper has refused a request, or cannot be asked.</summary>
/// <param name="error">Why.</param>
/// <param name="message">What was asked, and of whom.</param>
/// <param name="cause">What happened underneath, if anything did.</param>
public sealed class ZooKeeperException(ZooKeeperError error, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Why.</summary>
    public ZooKeeperError Error { get; } = error;
}
