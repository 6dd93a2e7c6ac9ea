using Kernel.Messages.Host;
using Kernel.Protocol.HostLink;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Host;

/// <summary>
/// Asks an executor host what its containers use. What was measured is shared by all who ask within half a second, as
/// Mesos limits the rate.
/// </summary>
public sealed class HostMeasurements(TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, V1.ResourceStatistics> Nothing =
        new Dictionary<string, V1.ResourceStatistics>();
    private static readonly TimeSpan Shared = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private TaskCompletionSource<IReadOnlyDictionary<string, V1.ResourceStatistics>>? latest;
    private long askedAt;
    private long asked;

    /// <summary>
    /// What containers use, by container; nothing if the host does not answer in time, or there is none.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, V1.ResourceStatistics>> AskAsync(HostConnection? host)
    {
        if (host is null)
        {
            return Nothing;
        }

        try
        {
            return await Asked(host).WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // An older host does not know the question.
            return Nothing;
        }
    }

    /// <summary>Takes an answer, if the event is one.</summary>
    public void Received(HostEvent message)
    {
        if (message.Measured is { } measured)
        {
            lock (gate)
            {
                if (measured.Request == $"{asked}")
                {
                    latest?.TrySetResult(measured.Containers.ToDictionary(
                        static container => container.ContainerId,
                        static container => container.Statistics,
                        StringComparer.Ordinal));
                }
            }
        }
    }

    private Task<IReadOnlyDictionary<string, V1.ResourceStatistics>> Asked(HostConnection host)
    {
        lock (gate)
        {
            if (latest is null || time.GetElapsedTime(askedAt) > Shared)
            {
                latest = new(TaskCreationOptions.RunContinuationsAsynchronously);
                askedAt = time.GetTimestamp();
                host.Send(new() { Measure = new() { Request = $"{++asked}" } });
            }

            return latest.Task;
        }
    }
}
