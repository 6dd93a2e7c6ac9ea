using Kernel.Model;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>A task of the host's own begins.</summary>
internal static class TaskStarting
{
    /// <summary>TASK_STARTING, and its container is started.</summary>
    /// <param name="state">What the host knows.</param>
    /// <param name="executor">The container of the task's executor.</param>
    /// <param name="group">The group that it came with; null for none.</param>
    /// <param name="info">The task.</param>
    /// <param name="plan">Its container.</param>
    /// <param name="step">The step.</param>
    public static void Begin(
        HostState state,
        string executor,
        string? group,
        V1.TaskInfo info,
        Wire.ContainerPlan plan,
        Step<HostInput, HostEffect> step)
    {
        if (plan.Limits.Count == 0)
        {
            plan.Limits.Add(info.Limits);
        }

        var task = new HostedTask
        {
            ContainerId = plan.ContainerId,
            ExecutorContainer = executor,
            Group = group,
            Info = info,
            Plan = plan,
            ContainerStatus = new() { ContainerId = ContainerIdOf(executor, plan.ContainerId) },
            Check = info.Check is { } check ? new(CheckDefinition.Of(check)) : null,
            Health = info.HealthCheck is { } health ? new(CheckDefinition.Of(health)) : null,
        };
        state.Set(task);
        Statuses.Tell(state, task, new() { State = V1.TaskState.TaskStarting }, step);
        step.Do(new StartContainer(plan));
        if (info.MaxCompletionTime is { Nanoseconds: > 0 } max)
        {
            step.After(TimeSpan.FromTicks(max.Nanoseconds / 100), new CompletionTimeOver(task.ContainerId));
        }
    }

    private static V1.ContainerID ContainerIdOf(string executor, string container) => container == executor
        ? new() { Value = container }
        : new() { Value = container, Parent = new() { Value = executor } };
}
