using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>Executors are ended: with grace and word of their tasks, or at once and without.</summary>
public static class ExecutorShutdown
{
    // Mesos leaves an executor this much of its grace to report and leave in (a reap interval and a second).
    private static readonly TimeSpan margin = TimeSpan.FromSeconds(2);

    /// <summary>An executor is to end within a grace.</summary>
    public static void Decide(HostState state, ExecutorShutdownRequested input, Step<HostInput, HostEffect> step)
    {
        if (state.Executors.TryGetValue(input.ContainerId, out var executor))
        {
            Begin(state, executor, input.Grace, step);
        }
    }

    /// <summary>A container is to be gone at once.</summary>
    public static void Decide(HostState state, ContainerDestroyRequested input, Step<HostInput, HostEffect> step)
    {
        if (state.Executors.TryGetValue(input.ContainerId, out var executor))
        {
            Destroy(state, executor, step);
        }
    }

    /// <summary>Kills an executor's tasks, and its program, within a grace.</summary>
    public static void Begin(HostState state, HostedExecutor executor, TimeSpan grace, Step<HostInput, HostEffect> step)
    {
        if (executor.IsDestroyed)
        {
            return;
        }

        state.Set(executor with { IsEnding = true });
        var killGrace = grace > margin ? grace - margin : TimeSpan.Zero;
        foreach (var container in executor.Tasks)
        {
            TaskKilling.BeginOrHasten(state, state.Tasks[container], killGrace, step);
        }

        if (executor.HasProcess)
        {
            step.Do(new SignalContainer(executor.ContainerId, Signals.Terminate));
            step.After(grace, new ContainerDestroyRequested(executor.ContainerId));
        }

        ExecutorEnding.EndIfOver(state, executor.ContainerId, step);
    }

    /// <summary>Kills everything in an executor's container at once.</summary>
    public static void Destroy(HostState state, HostedExecutor executor, Step<HostInput, HostEffect> step)
    {
        state.Set(executor with { IsEnding = true, IsDestroyed = true, Unacknowledged = [] });
        foreach (var container in executor.Tasks)
        {
            Checking.Pause(state, state.Tasks[container], step);
            step.Do(new SignalContainer(container, Signals.Kill));
        }

        if (executor.HasProcess)
        {
            step.Do(new SignalContainer(executor.ContainerId, Signals.Kill));
        }

        ExecutorEnding.EndIfOver(state, executor.ContainerId, step);
    }
}
