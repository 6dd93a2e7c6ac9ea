using Kernel.Agent.Server.Machine;
using Kernel.Agent.Server.Metrics;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server.Sandboxes;

/// <summary>
/// Deletes sandboxes of executors that ended a while ago, the sooner the fuller the disk is
/// (Mesos: src/slave/gc.cpp). Links in a sandbox are removed, never followed: a volume is not the sandbox's.
/// </summary>
public sealed class SandboxCollection(string workDirectory, double headroom, TimeProvider time, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<string, DateTimeOffset> waiting = new();
    private long succeeded;
    private long failed;

    /// <summary>What has been done.</summary>
    public GcCounts Counts
    {
        get
        {
            lock (gate)
            {
                return new(succeeded, failed, waiting.Count);
            }
        }
    }

    /// <summary>Lets a sandbox be deleted after a while.</summary>
    public void Retire(string directory, TimeSpan after)
    {
        lock (gate)
        {
            waiting.Enqueue(directory, time.GetUtcNow() + after);
        }
    }

    /// <summary>
    /// Lets sandboxes that were there before the agent started, and that nothing runs in, be deleted when their time
    /// comes.
    /// </summary>
    /// <param name="living">Sandboxes that something runs in.</param>
    /// <param name="delay">How long sandboxes are kept.</param>
    public void RetirePast(IReadOnlySet<string> living, TimeSpan delay)
    {
        var agents = new DirectoryInfo(Path.Combine(workDirectory, "slaves"));
        if (!agents.Exists)
        {
            return;
        }

        foreach (var run in agents.EnumerateDirectories("*", new EnumerationOptions())
            .Where(static agent => agent.LinkTarget is null)
            .SelectMany(static agent => Below(agent, "frameworks"))
            .SelectMany(static framework => Below(framework, "executors"))
            .SelectMany(static executor => Below(executor, "runs")))
        {
            if (!living.Contains(run.FullName))
            {
                Retire(run.FullName, delay - (time.GetUtcNow() - run.LastWriteTimeUtc));
            }
        }
    }

    private static IEnumerable<DirectoryInfo> Below(DirectoryInfo directory, string name)
    {
        var inside = new DirectoryInfo(Path.Combine(directory.FullName, name));
        return inside.Exists ? inside.EnumerateDirectories().Where(static entry => entry.LinkTarget is null) : [];
    }

    /// <summary>Looks at the disk every so often, until stopped.</summary>
    /// <param name="delay">How long sandboxes are kept while there is room.</param>
    /// <param name="interval">How often.</param>
    /// <param name="stop">Stops.</param>
    public async Task RunAsync(TimeSpan delay, TimeSpan interval, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            Collect(delay);
        }
    }

    /// <summary>How long sandboxes are kept: the less, the fuller the disk is.</summary>
    public TimeSpan AllowedAge(TimeSpan delay) =>
        delay * Math.Max(0, 1 - headroom - MachineFacts.DiskUsed(workDirectory));

    private void Collect(TimeSpan delay)
    {
        var sooner = delay - AllowedAge(delay);
        while (Next(time.GetUtcNow() + sooner) is { } directory)
        {
            Delete(directory);
        }
    }

    private string? Next(DateTimeOffset until)
    {
        lock (gate)
        {
            return waiting.TryPeek(out var directory, out var due) && due <= until ? waiting.Dequeue() : null;
        }
    }

    private void Delete(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }

            Interlocked.Increment(ref succeeded);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref failed);
            logger.LogWarning("Failed to delete the sandbox {Directory}: {Reason}", directory, failure.Message);
        }
    }
}
