using Kernel.Containers;

namespace Kernel.Executor.Server;

/// <summary>Reads <c>--isolation</c> (mesos.md 7.8).</summary>
internal static class IsolationFlag
{
    /// <summary>The isolation that the flags ask for.</summary>
    public static Isolation Read(ExecutorHostOptions options)
    {
        var names = options.Isolation.Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var all = names.Contains("cgroups") || names.Contains("cgroups/all");
        return new(
            Cpus: all || names.Contains("cgroups/cpu"),
            Memory: all || names.Contains("cgroups/mem"),
            QuotaOfCpus: options.CgroupsEnableCfs,
            GroupsAt: options.CgroupsHierarchy,
            Root: options.CgroupsRoot);
    }
}
