namespace Kernel.Executor.Server;

/// <summary>The flags of an executor host.</summary>
public sealed record ExecutorHostOptions
{
    /// <summary>The Unix socket to listen on; an absolute path of at most 107 bytes in a directory that is this user's alone.</summary>
    public string Socket { get; init; } = "";

    /// <summary>How containers are bounded, as the agent's <c>--isolation</c>: of it <c>cgroups/cpu</c> and <c>cgroups/mem</c> matter here.</summary>
    public string Isolation { get; init; } = "posix/cpu,posix/mem";

    /// <summary>Where control groups are mounted.</summary>
    public string CgroupsHierarchy { get; init; } = "/sys/fs/cgroup";

    /// <summary>The control group that those of containers are made in.</summary>
    public string CgroupsRoot { get; init; } = "mesos";

    /// <summary>Whether CPUs are bounded also when others are idle.</summary>
    public bool CgroupsEnableCfs { get; init; }

    /// <summary>How long executors of frameworks that checkpoint live on without an agent.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(15);
}
