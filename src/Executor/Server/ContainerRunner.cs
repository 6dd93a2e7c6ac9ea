using System.Collections.Concurrent;
using Kernel.Containers;
using Kernel.Executor.Core;
using Kernel.Messages.Host;
using Kernel.Runtime;

namespace Kernel.Executor.Server;

/// <summary>Runs the containers of tasks and executors, and those that commands of checks run in; tells the loop of the former.</summary>
internal sealed class ContainerRunner(ChannelPump<HostInput, HostEffect> pump) : IContainerEvents
{
    private readonly ConcurrentDictionary<string, Action<int?>> commands = new(StringComparer.Ordinal);
    private IContainerizer? processes;

    /// <summary>Is given the containerizer, which in turn tells of what becomes of containers.</summary>
    public void Start(IContainerizer containerizer) => processes = containerizer;

    /// <summary>Starts a container.</summary>
    public void Launch(ContainerPlan plan)
    {
        try
        {
            processes!.Launch(PlanReading.Read(plan));
        }
        catch (LaunchFailedException failure)
        {
            // Not at once: the loop that asks is the one that is told.
            _ = Task.Run(() => LaunchFailed(plan.ContainerId, failure.Message));
        }
    }

    /// <summary>Signals every process of a container.</summary>
    public void Signal(string containerId, int signal) => processes!.Signal(containerId, signal);

    /// <summary>Ends whatever is left of all containers.</summary>
    public void EndAll() => processes!.EndAll();

    /// <summary>Runs a command beside a container.</summary>
    /// <param name="plan">What is to run; its id must be new.</param>
    /// <param name="ended">Told the wait status; null if it could not be started.</param>
    public void RunCommand(LaunchPlan plan, Action<int?> ended)
    {
        commands[plan.ContainerId] = ended;
        processes!.Launch(plan);
    }

    /// <inheritdoc/>
    public void Started(string containerId, int process)
    {
        if (!commands.ContainsKey(containerId))
        {
            Post(new ContainerStarted(containerId, process));
        }
    }

    /// <inheritdoc/>
    public void LaunchFailed(string containerId, string why)
    {
        if (commands.TryRemove(containerId, out var ended))
        {
            ended(null);
        }
        else
        {
            Post(new ContainerStartFailed(containerId, why));
        }
    }

    /// <inheritdoc/>
    public void Exited(string containerId, ContainerExit exit)
    {
        ArgumentNullException.ThrowIfNull(exit);
        if (commands.TryRemove(containerId, out var ended))
        {
            ended(exit.WaitStatus);
            return;
        }

        Post(new ContainerEnded(containerId, exit.WaitStatus)
        {
            OutOfMemory = exit.OutOfMemory is { } memory ? new(memory.LimitBytes, memory.UsedBytesMax, memory.Statistics) : null,
        });
    }

    // Called on threads of the containerizer's, which may wait for room in the mailbox.
    private void Post(HostInput input) => pump.PostAsync(input).AsTask().GetAwaiter().GetResult();
}
