using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>
/// An executor is over when its program and its tasks are, and the agent has acknowledged all that it said: then the
/// agent is told. One that has never had a task waits for the first.
/// </summary>
internal static class ExecutorEnding
{
    /// <summary>Ends an executor if it is over.</summary>
    public static void EndIfOver(HostState state, string container, Step<HostInput, HostEffect> step)
    {
        if (!state.Executors.TryGetValue(container, out var executor) || !IsOver(state, executor))
        {
            return;
        }

        if (!state.IsConnected && !state.IsStopping && executor.Checkpoints)
        {
            // Nobody would hear of it; the next agent shall.
            return;
        }

        state.Remove(executor);
        NestedEnding.EndBelow(state, container, step);
        var exit = executor.Exit.Clone();
        exit.ContainerId = container;
        if (executor.Kind != HostedKind.Custom && !executor.IsDestroyed)
        {
            exit.WaitStatus = 0;
        }

        AgentGreeting.Tell(state, new() { Exited = exit }, step);
        HostStopping.ExitIfEmpty(state, step);
    }

    private static bool IsOver(HostState state, HostedExecutor executor) =>
        !executor.HasProcess
        && executor.Tasks.IsEmpty
        && (executor.IsEnding || executor.HasHadTasks)
        && (executor.Unacknowledged.IsEmpty || (!state.IsConnected && (state.IsStopping || !executor.Checkpoints)));
}
