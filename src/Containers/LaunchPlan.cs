using V1 = Mesos.V1;

namespace Kernel.Containers;

/// <summary>What is to run in a container, and within which bounds. Paths are absolute.</summary>
public sealed record LaunchPlan
{
    /// <summary>The container's name, unique on this machine.</summary>
    public required string ContainerId { get; init; }

    /// <summary>
    /// The program: a path, or a name that is looked up in the <c>PATH</c> of <see cref="Environment"/>; empty for that
    /// of the image.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>The program's arguments, its own name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>
    /// The command and the container as the framework wrote them, for engines of images; null for none.
    /// </summary>
    public ContainerImage? Image { get; init; }

    /// <summary>The whole environment, <c>NAME=value</c> each: nothing is inherited.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>The working directory; it exists.</summary>
    public required string Directory { get; init; }

    /// <summary>The file that standard input is: an empty one, or a pipe.</summary>
    public string StandardInput { get; init; } = "/dev/null";

    /// <summary>The file that standard output is appended to; made if it is not there.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>The file that standard error is appended to; made if it is not there.</summary>
    public required string StandardError { get; init; }

    /// <summary>The user to run as; empty for the host's own.</summary>
    public string User { get; init; } = "";

    /// <summary>
    /// Limits of the process, as <c>setrlimit(2)</c> has them; what exceeds the host's own is lowered to it.
    /// </summary>
    public IReadOnlyList<ResourceLimit> ResourceLimits { get; init; } = [];

    /// <summary>What the container may use; null for no bound and no account of its own.</summary>
    public ContainerShare? Share { get; init; }
}

/// <summary>An image that a container is made from.</summary>
/// <param name="Container">What the framework says of the container.</param>
/// <param name="Command">What runs in it; null for what the image says.</param>
public sealed record ContainerImage(V1.ContainerInfo Container, V1.CommandInfo? Command);

/// <summary>One limit of <c>setrlimit(2)</c>.</summary>
/// <param name="Name">As <c>prlimit(1)</c> calls it: <c>nofile</c>, <c>nproc</c>, ...</param>
/// <param name="Soft">The limit; null for none.</param>
/// <param name="Hard">What the process may raise it to; null for none.</param>
public sealed record ResourceLimit(string Name, ulong? Soft, ulong? Hard);

/// <summary>What a container is given of the machine.</summary>
/// <param name="Cpus">The share of CPUs that it was given; 0 for none.</param>
/// <param name="CpusLimit">The CPUs that it may use at most; infinite for no bound.</param>
/// <param name="MemoryBytes">The memory that it was given.</param>
/// <param name="MemoryLimitBytes">The memory that it may use at most; null for no bound.</param>
public sealed record ContainerShare(double Cpus, double CpusLimit, long MemoryBytes, long? MemoryLimitBytes);
