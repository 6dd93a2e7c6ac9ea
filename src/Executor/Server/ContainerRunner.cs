using System.Collections.Concurrent;
using Google.Protobuf;
using Kernel.Containers;
using Kernel.Containers.Docker;
using Kernel.Containers.Processes;
using Kernel.Executor.Core;
using Kernel.Messages.Host;
using Kernel.Runtime;
using V1 = Mesos.V1;

namespace Kernel.Executor.Server;

/// <summary>
/// Runs the containers of tasks and executors, and those that commands of checks run in; tells the loop of the former.
/// </summary>
internal sealed class ContainerRunner(ChannelPump<HostInput, HostEffect> pump) : IContainerEvents
{
    private readonly ConcurrentDictionary<string, Action<int?>> commands = new(StringComparer.Ordinal);
    private IContainerizer? processes;
    private readonly ConcurrentDictionary<string, InputPipe> inputs = new(StringComparer.Ordinal);
    private long commandsRun;
    private DockerContainerizer? docker;

    /// <summary>Is given the containerizers, which in turn tell of what becomes of containers.</summary>
    /// <param name="processes">Runs what has no image.</param>
    /// <param name="docker">Runs containers of Docker's; null if this agent has none.</param>
    public void Start(IContainerizer processes, DockerContainerizer? docker) =>
        (this.processes, this.docker) = (processes, docker);

    /// <summary>Starts a container.</summary>
    public void Launch(ContainerPlan plan)
    {
        try
        {
            var launch = PlanReading.Read(plan);
            if (plan.HasInput)
            {
                inputs[plan.ContainerId] = InputPipe.Create(launch.StandardInput);
            }

            EngineOf(plan).Launch(launch);
        }
        catch (Exception failure) when (failure is LaunchFailedException or IOException)
        {
            // Not at once: the loop that asks is the one that is told.
            _ = Task.Run(() => LaunchFailed(plan.ContainerId, failure.Message));
        }
    }

    /// <summary>Starts a container that shares all that another one has.</summary>
    public void LaunchInside(ContainerPlan plan, ContainerPlan parent)
    {
        if (IsDocker(parent) && docker is not null)
        {
            docker.LaunchInside(parent.ContainerId, PlanReading.Read(plan), plan.Command);
        }
        else
        {
            Launch(plan);
        }
    }

    /// <summary>Ends the input of a container.</summary>
    public void CloseInput(string containerId)
    {
        if (inputs.TryRemove(containerId, out var pipe))
        {
            pipe.Dispose();
        }
    }

    /// <summary>Signals every process of a container.</summary>
    public void Signal(string containerId, int signal)
    {
        processes!.Signal(containerId, signal);
        docker?.Signal(containerId, signal);
    }

    /// <summary>Ends whatever is left of all containers.</summary>
    public void EndAll()
    {
        docker?.EndAll();
        processes!.EndAll();
    }

    /// <summary>What a container has used so far; null if it does not run or nothing is known.</summary>
    public ContainerUsage? Usage(string containerId) => processes!.Usage(containerId) ?? docker?.Usage(containerId);

    /// <summary>The process whose network a container has; null if that is the machine's.</summary>
    public int? NetworkOf(string containerId) => docker?.NetworkOf(containerId);

    /// <summary>Runs a command in a container, or beside it if it has no file system of its own.</summary>
    /// <returns>Its exit status, -1 if a signal ended it; null if it could not be started.</returns>
    /// <exception cref="LaunchFailedException">It cannot be run.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<int?> RunInsideAsync(ContainerPlan plan, V1.CommandInfo command, CancellationToken stop)
    {
        if (IsDocker(plan))
        {
            return docker is null
                ? null : await docker.RunInsideAsync(plan.ContainerId, command, stop).ConfigureAwait(false);
        }

        var id = $"{plan.ContainerId}.check-{Interlocked.Increment(ref commandsRun)}";
        var beside = PlanReading.Beside(plan, command, id);
        var ended = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands[id] = status => ended.TrySetResult(status);
        processes!.Launch(beside);
        try
        {
            var status = await ended.Task.WaitAsync(stop).ConfigureAwait(false);
            return status is { } waited ? new WaitStatus(waited).ExitCode ?? -1 : null;
        }
        catch (OperationCanceledException)
        {
            processes.Signal(id, Signals.Kill);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Started(string containerId, ContainerStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (!commands.ContainsKey(containerId))
        {
            Post(new ContainerStarted(containerId, start.Process)
            {
                Data = ByteString.CopyFrom(start.Data.Span),
                Addresses = start.Addresses,
            });
        }
    }

    /// <inheritdoc/>
    public void LaunchFailed(string containerId, string why)
    {
        CloseInput(containerId);
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
        CloseInput(containerId);
        if (commands.TryRemove(containerId, out var ended))
        {
            ended(exit.WaitStatus);
            return;
        }

        Post(new ContainerEnded(containerId, exit.WaitStatus)
        {
            OutOfMemory = exit.OutOfMemory is { } memory
                ? new(memory.LimitBytes, memory.UsedBytesMax, memory.Statistics) : null,
        });
    }

    private IContainerizer EngineOf(ContainerPlan plan) => plan.Container switch
    {
        { Type: V1.ContainerInfo.Types.Type.Docker } => docker
            ?? throw new LaunchFailedException(
                "No containerizer of this agent runs Docker containers: --containerizers has no 'docker'"),
        { Mesos.Image: not null } =>
            throw new LaunchFailedException("No containerizer of this agent runs containers with images"),
        _ => processes!,
    };

    private static bool IsDocker(ContainerPlan plan) => plan.Container is { Type: V1.ContainerInfo.Types.Type.Docker };

    // Called on threads of the containerizer's, which may wait for room in the mailbox.
    private void Post(HostInput input) => pump.PostAsync(input).AsTask().GetAwaiter().GetResult();
}
