using Kernel.Model;

namespace Kernel.Executor.Core;

/// <summary>Which containers are measured.</summary>
public static class Measuring
{
    /// <summary>All that run: an executor's own, and those of its tasks.</summary>
    public static void Decide(HostState state, MeasureRequested input, Step<HostInput, HostEffect> step) =>
        step.Do(new MeasureContainers(input.Request, [.. state.Executors.Values.Select(Of)]));

    private static (string Executor, IReadOnlyList<string> Containers) Of(HostedExecutor executor) =>
        (executor.ContainerId, executor.HasProcess ? executor.Tasks.Insert(0, executor.ContainerId) : executor.Tasks);
}
