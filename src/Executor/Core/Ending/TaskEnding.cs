using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>A task is over (mesos.md 3.8, 3.9; Mesos: CommandExecutor::reaped, DefaultExecutor::waited).</summary>
internal static class TaskEnding
{
    /// <summary>Its container has ended.</summary>
    public static void Ended(HostState state, HostedTask task, ContainerEnded ended, Step<HostInput, HostEffect> step)
    {
        var status = new V1.TaskStatus
        {
            State = StateOf(task, ended.WaitStatus),
            Message = MessageOf(task, ended.WaitStatus),
        };
        if (task.Kill?.Cause == KillCause.TookTooLong)
        {
            status.Reason = V1.TaskStatus.Types.Reason.MaxCompletionTimeReached;
        }
        else if (ended.OutOfMemory is { } memory && task.Kill is null)
        {
            MemoryLimitation.Describe(status, memory);
        }
        else if (task.Kill?.Cause == KillCause.Unhealthy)
        {
            status.Healthy = false;
        }

        End(state, task, status, step);
    }

    /// <summary>Its container could not be started.</summary>
    public static void Failed(HostState state, HostedTask task, string why, Step<HostInput, HostEffect> step) =>
        End(
            state,
            task,
            new()
            {
                State = V1.TaskState.TaskFailed,
                Reason = V1.TaskStatus.Types.Reason.ContainerLaunchFailed,
                Message = why,
            },
            step);

    private static string MessageOf(HostedTask task, int? waitStatus)
    {
        var what = task.Plan.Container is { Type: V1.ContainerInfo.Types.Type.Docker } ? "Container" : "Command";
        return waitStatus is { } status ? $"{what} {new WaitStatus(status)}" : $"Failed to get exit status for {what}";
    }

    private static V1.TaskState StateOf(HostedTask task, int? waitStatus) => task.Kill?.Cause switch
    {
        KillCause.TookTooLong => V1.TaskState.TaskFailed,
        KillCause.Requested or KillCause.Unhealthy => V1.TaskState.TaskKilled,
        _ => waitStatus is { } status && new WaitStatus(status).IsSuccess
            ? V1.TaskState.TaskFinished : V1.TaskState.TaskFailed,
    };

    private static void End(HostState state, HostedTask task, V1.TaskStatus status, Step<HostInput, HostEffect> step)
    {
        Checking.Pause(state, task, step);
        NestedEnding.EndBelow(state, task.ContainerId, step);
        if (!state.Executors[task.ExecutorContainer].IsDestroyed)
        {
            Statuses.Tell(state, task, status, step);
        }

        state.Remove(task);
        if (task.Group is not null && !state.Executors[task.ExecutorContainer].IsDestroyed
            && status.State != V1.TaskState.TaskFinished)
        {
            KillGroup(state, task, step);
        }

        ExecutorEnding.EndIfOver(state, task.ExecutorContainer, step);
        if (state.Executors.GetValueOrDefault(task.ExecutorContainer) is { Tasks.IsEmpty: true })
        {
            step.After(state.Settings.AcknowledgementTimeout, new AcknowledgementOverdue(task.ExecutorContainer));
        }
    }

    /// <summary>The tasks of a group live and die together.</summary>
    private static void KillGroup(HostState state, HostedTask ended, Step<HostInput, HostEffect> step)
    {
        foreach (var container in state.Executors[ended.ExecutorContainer].Tasks)
        {
            if (state.Tasks[container] is { Kill: null } task && task.Group == ended.Group)
            {
                TaskKilling.Begin(state, task, KillCause.Requested, TaskKilling.GraceOf(task, null), step);
            }
        }
    }
}
