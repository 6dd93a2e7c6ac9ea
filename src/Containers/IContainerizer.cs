namespace Kernel.Containers;

/// <summary>
/// Runs containers. No member blocks; outcomes come through <see cref="IContainerEvents"/>. For every launch exactly
/// one of <see cref="IContainerEvents.LaunchFailed"/> or <see cref="IContainerEvents.Started"/> comes, and after the
/// latter <see cref="IContainerEvents.Exited"/>.
/// </summary>
public interface IContainerizer
{
    /// <summary>Starts a container.</summary>
    void Launch(LaunchPlan plan);

    /// <summary>Sends a signal to every process of a container; nothing happens if it does not run.</summary>
    void Signal(string containerId, int signal);

    /// <summary>Ends whatever is left of all containers, for the host is about to leave.</summary>
    void EndAll();

    /// <summary>What a container has used so far; null if it does not run or nothing is known.</summary>
    ContainerUsage? Usage(string containerId);
}

/// <summary>Is told what becomes of containers; called on the containerizer's threads, which wait meanwhile.</summary>
public interface IContainerEvents
{
    /// <summary>A container runs.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="start">What is known of it.</param>
    void Started(string containerId, ContainerStart start);

    /// <summary>A container could not be started.</summary>
    void LaunchFailed(string containerId, string why);

    /// <summary>A container's first process has ended, and whatever it left is being ended.</summary>
    void Exited(string containerId, ContainerExit exit);
}

/// <summary>What is known of a container that has started.</summary>
/// <param name="Process">Its first process, as this machine numbers it.</param>
public sealed record ContainerStart(int Process)
{
    /// <summary>What the engine tells of it, for the scheduler: Docker's <c>inspect</c>; empty for nothing.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Its own addresses; empty if it has those of the machine.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}

/// <summary>What a container has used.</summary>
/// <param name="Processes">How many processes it has.</param>
/// <param name="UserTime">Time that the CPUs spent in its programs.</param>
/// <param name="SystemTime">Time that the CPUs spent in the kernel on its behalf.</param>
/// <param name="ResidentBytes">Memory that it holds.</param>
public sealed record ContainerUsage(int Processes, TimeSpan UserTime, TimeSpan SystemTime, long ResidentBytes);
