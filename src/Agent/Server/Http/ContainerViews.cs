using Kernel.Agent.Server.Legacy;
using Kernel.Agent.Server.Views;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Http;

/// <summary>What is told of containers: what they are allowed, and where they run.</summary>
public static class ContainerViews
{
    /// <summary>The status of an executor's container, as its tasks' latest statuses tell it.</summary>
    public static V1.ContainerStatus Status(ExecutorView executor)
    {
        var status = new V1.ContainerStatus { ContainerId = new() { Value = executor.Run.ContainerId } };
        var reported = executor.Tasks
            .SelectMany(static task => task.Statuses)
            .Select(static task => task.ContainerStatus)
            .LastOrDefault(container => container?.ContainerId?.Value == executor.Run.ContainerId);
        if (reported is { HasExecutorPid: true })
        {
            status.ExecutorPid = reported.ExecutorPid;
        }

        return status;
    }

    /// <summary>What an executor's container uses, as far as it was measured, and its limits.</summary>
    public static V1.ResourceStatistics Statistics(
        ExecutorView executor, IReadOnlyDictionary<string, V1.ResourceStatistics> measured)
    {
        var bag = LegacyTasks.Bag(executor.Resources);
        var memory = (ulong)(bag.Scalar("mem") * 1024 * 1024);
        var statistics = measured.TryGetValue(executor.Run.ContainerId, out var found)
            ? found.Clone()
            : new() { Timestamp = executor.Run.StartedAt.Seconds };
        statistics.CpusLimit = bag.Scalar("cpus");
        statistics.CpusSoftLimit = statistics.CpusLimit;
        statistics.MemLimitBytes = memory;
        statistics.MemSoftLimitBytes = memory;
        return statistics;
    }
}
