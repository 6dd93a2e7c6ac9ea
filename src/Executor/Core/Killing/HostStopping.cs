using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>The host ends, after all that it runs.</summary>
public static class HostStopping
{
    /// <summary>Everything is to end within a grace.</summary>
    public static void Decide(HostState state, StopRequested input, Step<HostInput, HostEffect> step) =>
        Begin(state, input.Grace, step);

    /// <summary>The grace is over: what still runs is destroyed.</summary>
    public static void DecideOverdue(HostState state, Step<HostInput, HostEffect> step)
    {
        foreach (var executor in state.Executors.Values.ToArray())
        {
            ExecutorShutdown.Destroy(state, executor, step);
        }

        ExitIfEmpty(state, step);
    }

    /// <summary>Begins to end everything.</summary>
    public static void Begin(HostState state, TimeSpan grace, Step<HostInput, HostEffect> step)
    {
        state.Stop();
        step.After(grace, new StopOverdue());
        foreach (var executor in state.Executors.Values.ToArray())
        {
            ExecutorShutdown.Begin(state, executor, grace, step);
        }

        ExitIfEmpty(state, step);
    }

    /// <summary>Leaves, if that is wanted and nothing is left.</summary>
    public static void ExitIfEmpty(HostState state, Step<HostInput, HostEffect> step)
    {
        if (!state.IsStopping)
        {
            return;
        }

        // Nobody is left who would acknowledge: what is over is over.
        foreach (var executor in state.Executors.Values.ToArray())
        {
            ExecutorEnding.EndIfOver(state, executor.ContainerId, step);
        }

        if (state.Executors.Count == 0)
        {
            step.Do(new ExitHost("everything has ended, as was asked"));
        }
    }
}
