namespace Kernel.Agent.Server.Machine;

/// <summary>The isolators that <c>--isolation</c> may name (mesos.md 7.8): those of Mesos, of which some have nothing behind them here.</summary>
internal static class Isolators
{
    private static readonly string[] Ours =
    [
        "posix/cpu", "posix/mem", "posix/rlimits", "process", "cgroups", "cgroups/all", "cgroups/cpu", "cgroups/mem", "filesystem/posix",
    ];

    private static readonly string[] Foreign =
    [
        "cgroups/blkio", "cgroups/cpuset", "cgroups/hugetlb", "cgroups/net_prio", "cgroups/perf_event", "cgroups/pids", "cgroups/devices",
        "cgroups/net_cls", "posix/disk", "disk/du", "disk/xfs", "filesystem/linux", "filesystem/shared", "volume/host_path",
        "volume/sandbox_path", "volume/image", "volume/secret", "volume/csi", "docker/volume", "environment_secret", "docker/runtime",
        "appc/runtime", "linux/capabilities", "linux/seccomp", "linux/nnp", "linux/devices", "namespaces/pid", "namespaces/ipc",
        "network/cni", "network/port_mapping", "network/ports", "gpu/nvidia",
    ];

    /// <summary>What is to be said of a value of the flag: one sentence for each isolator without effect.</summary>
    /// <exception cref="FormatException">It names one twice, or one that Mesos does not know either.</exception>
    public static IEnumerable<string> Sentences(string isolation)
    {
        var named = isolation.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var twice = named.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1);
        if (twice is not null)
        {
            throw new FormatException($"Failed to load flag 'isolation': duplicate isolator '{twice.Key}'");
        }

        var unknown = named.FirstOrDefault(static name => !Ours.Contains(name) && !Foreign.Contains(name));
        return unknown is not null
            ? throw new FormatException($"Failed to load flag 'isolation': unknown or unsupported isolator '{unknown}'")
            : named.Where(Foreign.Contains).Select(static name => $"The isolator {name} has no effect: there is nothing behind it here");
    }
}
