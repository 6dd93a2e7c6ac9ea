using System.Collections.Concurrent;
using V1 = Mesos.V1;

namespace Kernel.Containers.Docker;

/// <summary>
/// Runs containers by a Docker engine (Mesos: src/slave/containerizer/docker.cpp, src/docker/docker.cpp): named
/// <c>mesos-ID</c>, with the sandbox at <c>/mnt/mesos/sandbox</c>, and their output in the sandbox's files.
/// </summary>
public sealed class DockerContainerizer : IContainerizer
{
    private const int Terminate = 15;

    private readonly ConcurrentDictionary<string, DockerContainer> running = new(StringComparer.Ordinal);
    private readonly IContainerEvents events;
    private readonly DockerApi api;
    private readonly DockerSetup setup;

    /// <summary>
    /// Speaks to an engine; containers that an earlier host of the same name left are removed before the first launch.
    /// </summary>
    /// <param name="events">Told what becomes of the containers.</param>
    /// <param name="setup">The engine, and whose containers they are.</param>
    public DockerContainerizer(IContainerEvents events, DockerSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        this.events = events;
        this.setup = setup;
        api = new(setup.Socket);
        Leftovers = Task.Run(RemoveLeftoversAsync);
    }

    /// <summary>Ends when what an earlier host left is gone, as far as the engine could be reached.</summary>
    public Task Leftovers { get; }

    /// <inheritdoc/>
    public void Launch(LaunchPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _ = Task.Run(() => RunAsync(plan));
    }

    /// <inheritdoc/>
    public void Signal(string containerId, int signal)
    {
        if (running.TryGetValue(containerId, out var container))
        {
            _ = Task.Run(() => SignalAsync(container, signal));
        }
    }

    /// <inheritdoc/>
    public void EndAll() =>
        Task.WaitAll([.. running.Values.Select(container => container.RemoveAsync())], TimeSpan.FromSeconds(10));

    /// <inheritdoc/>
    public ContainerUsage? Usage(string containerId) =>
        running.TryGetValue(containerId, out var container) && container.Process > 0
            ? Processes.ProcessUsage.Of(container.Process)
            : null;

    /// <summary>
    /// Starts a command in a container that runs, as a container of its own, which no signal reaches.
    /// </summary>
    /// <param name="parent">The container.</param>
    /// <param name="plan">The command's own id and output files.</param>
    /// <param name="command">The command.</param>
    public void LaunchInside(string parent, LaunchPlan plan, V1.CommandInfo command) => _ = Task.Run(async () =>
    {
        if (!running.TryGetValue(parent, out var container))
        {
            events.LaunchFailed(plan.ContainerId, $"The container {parent} does not run");
            return;
        }

        events.Started(plan.ContainerId, new(container.Process));
        int? code = null;
        try
        {
            code = await container.RunInsideAsync(command, plan, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is DockerException or IOException)
        {
            // Its end is told without a status.
        }

        events.Exited(plan.ContainerId, new(code << 8));
    });

    /// <summary>Runs a command in a container that runs.</summary>
    /// <returns>Its exit status; null if it could not be run.</returns>
    public async Task<int?> RunInsideAsync(string containerId, V1.CommandInfo command, CancellationToken stop)
    {
        try
        {
            return running.TryGetValue(containerId, out var container)
                ? await container.RunInsideAsync(command, container.Plan, stop).ConfigureAwait(false)
                : null;
        }
        catch (DockerException)
        {
            return null;
        }
    }

    /// <summary>The process whose network a container has; null if that is the machine's.</summary>
    public int? NetworkOf(string containerId) =>
        running.TryGetValue(containerId, out var container) && !container.HasNetworkOfHost && container.Process > 0
            ? container.Process : null;

    private async Task RunAsync(LaunchPlan plan)
    {
        await Leftovers.ConfigureAwait(false);
        var container = new DockerContainer(api, setup, plan);
        running[plan.ContainerId] = container;
        try
        {
            var start = await container.StartAsync().ConfigureAwait(false);
            events.Started(plan.ContainerId, start);
        }
        catch (Exception failure) when (failure is DockerException or LaunchFailedException or IOException)
        {
            running.TryRemove(plan.ContainerId, out _);
            await container.RemoveAsync().ConfigureAwait(false);
            events.LaunchFailed(plan.ContainerId, failure.Message);
            return;
        }

        var exit = await container.WaitAsync().ConfigureAwait(false);
        running.TryRemove(plan.ContainerId, out _);
        await container.RemoveAsync().ConfigureAwait(false);
        events.Exited(plan.ContainerId, exit);
    }

    private static async Task SignalAsync(DockerContainer container, int signal)
    {
        try
        {
            await container.SignalAsync(signal == Terminate ? container.StopSignal : $"{signal}").ConfigureAwait(false);
        }
        catch (DockerException)
        {
            // It has ended meanwhile; if not, the next signal follows.
        }
    }

    private async Task RemoveLeftoversAsync()
    {
        try
        {
            await DockerLeftovers.RemoveAsync(api, setup.Owner).ConfigureAwait(false);
        }
        catch (DockerException)
        {
            // There is no engine yet: launches will say so.
        }
    }
}
