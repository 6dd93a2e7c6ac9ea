namespace Kernel.Executor.Server;

/// <summary>The flags of an executor host.</summary>
public sealed record ExecutorHostOptions
{
    /// <summary>
    /// The Unix socket to listen on; an absolute path of at most 107 bytes in a directory that is this user's alone.
    /// </summary>
    public string Socket { get; init; } = "";

    /// <summary>
    /// Who runs containers, as the agent's <c>--containerizers</c>: <c>mesos</c>, <c>docker</c>, or both.
    /// </summary>
    public string Containerizers { get; init; } = "mesos";

    /// <summary>The Unix socket of the Docker engine.</summary>
    public string DockerSocket { get; init; } = "/var/run/docker.sock";

    /// <summary>Where containers with a file system of their own see their sandbox.</summary>
    public string SandboxDirectory { get; init; } = "/mnt/mesos/sandbox";

    /// <summary>
    /// How containers are bounded, as the agent's <c>--isolation</c>: of it <c>cgroups/cpu</c> and <c>cgroups/mem</c>
    /// matter here.
    /// </summary>
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
