using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>A container has ended: a task's, or that of a custom executor.</summary>
public static class ContainerEnding
{
    /// <summary>The task is over; or the executor is.</summary>
    public static void Decide(HostState state, ContainerEnded input, Step<HostInput, HostEffect> step)
    {
        if (state.Tasks.TryGetValue(input.ContainerId, out var task))
        {
            TaskEnding.Ended(state, task, input, step);
        }
        else if (state.Nested.TryGetValue(input.ContainerId, out var container))
        {
            NestedEnding.Ended(state, container, input.WaitStatus, step);
        }
        else if (state.Executors.TryGetValue(input.ContainerId, out var executor))
        {
            EndedExecutor(state, executor, input, step);
        }
    }

    private static void EndedExecutor(
        HostState state, HostedExecutor executor, ContainerEnded input, Step<HostInput, HostEffect> step)
    {
        NestedEnding.EndBelow(state, executor.ContainerId, step);
        var exit = executor.Exit.Clone();
        if (input.WaitStatus is { } status)
        {
            exit.WaitStatus = status;
            exit.Message = $"Command {new WaitStatus(status)}";
        }

        if (input.OutOfMemory is { } memory)
        {
            MemoryLimitation.Describe(exit, memory);
        }

        state.Set(executor with { HasProcess = false, IsEnding = true, Exit = exit });
        ExecutorEnding.EndIfOver(state, executor.ContainerId, step);
    }
}
