using Kernel.Containers;
using Kernel.Executor.Core;
using Kernel.Messages.Host;

namespace Kernel.Executor.Server;

/// <summary>Measures what containers use (Mesos: posix/cpu, posix/mem).</summary>
internal static class ContainerMeasuring
{
    /// <summary>The answer to a request: an executor uses what its containers do together.</summary>
    public static HostEvent Measure(MeasureContainers request, ContainerRunner containers, TimeProvider time)
    {
        var measured = new Measured { Request = request.Request };
        foreach (var (executor, nested) in request.Containers)
        {
            var usages = nested.Select(containers.Usage).OfType<ContainerUsage>().ToArray();
            if (usages.Length > 0)
            {
                measured.Containers.Add(Of(executor, usages, time.GetUtcNow()));
            }
        }

        return new() { Measured = measured };
    }

    private static Measurement Of(string executor, ContainerUsage[] usages, DateTimeOffset now) => new()
    {
        ContainerId = executor,
        Statistics = new()
        {
            Timestamp = now.ToUnixTimeMilliseconds() / 1000.0,
            Processes = (uint)usages.Sum(static usage => usage.Processes),
            CpusUserTimeSecs = usages.Sum(static usage => usage.UserTime.TotalSeconds),
            CpusSystemTimeSecs = usages.Sum(static usage => usage.SystemTime.TotalSeconds),
            MemRssBytes = (ulong)usages.Sum(static usage => usage.ResidentBytes),
        },
    };
}
