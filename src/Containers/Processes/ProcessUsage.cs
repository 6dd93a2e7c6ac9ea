namespace Kernel.Containers.Processes;

/// <summary>What a container's processes have used, as <c>/proc</c> tells (Mesos: posix/cpu, posix/mem).</summary>
internal static class ProcessUsage
{
    private const int TicksPerSecond = 100;

    /// <summary>The sum over a process and its descendants that run now; what ended ones have used is lost.</summary>
    public static ContainerUsage Of(int root)
    {
        var stats = new ProcessTable().TreeOf(root).Select(ProcessTable.Stat).OfType<ProcessStat>().ToArray();
        return new(
            stats.Length,
            Time(stats.Sum(static stat => stat.UserTicks)),
            Time(stats.Sum(static stat => stat.SystemTicks)),
            stats.Sum(static stat => stat.ResidentPages) * Environment.SystemPageSize);
    }

    private static TimeSpan Time(long ticks) => TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
}
