namespace Kernel.Containers;

/// <summary>How containers are bounded.</summary>
/// <param name="Cpus">Whether control groups bound and count CPUs (<c>cgroups/cpu</c>).</param>
/// <param name="Memory">Whether control groups bound and count memory (<c>cgroups/mem</c>).</param>
/// <param name="QuotaOfCpus">Whether CPUs are bounded also when others are idle (<c>--cgroups_enable_cfs</c>).</param>
/// <param name="GroupsAt">Where the control groups are mounted.</param>
/// <param name="Root">The control group that those of containers are made in (<c>--cgroups_root</c>).</param>
public sealed record Isolation(
    bool Cpus = false,
    bool Memory = false,
    bool QuotaOfCpus = false,
    string GroupsAt = "/sys/fs/cgroup",
    string Root = "mesos")
{
    /// <summary>Nothing is bounded.</summary>
    public static readonly Isolation None = new();
}
