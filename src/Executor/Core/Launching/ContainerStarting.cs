using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Executor.Core;

/// <summary>A container runs, or could not be started.</summary>
public static class ContainerStarting
{
    /// <summary>TASK_RUNNING, and its checks begin; a task that was killed meanwhile is killed now.</summary>
    public static void Decide(HostState state, ContainerStarted input, Step<HostInput, HostEffect> step)
    {
        if (!state.Tasks.TryGetValue(input.ContainerId, out var task))
        {
            StartedOther(state, input, step);
            return;
        }

        task = task with { Process = input.Process, ContainerStatus = StatusOf(task, input) };
        state.Set(task);
        if (state.Executors[task.ExecutorContainer].IsDestroyed)
        {
            step.Do(new SignalContainer(task.ContainerId, Signals.Kill));
        }
        else if (task.Kill is not null)
        {
            TaskKilling.SendSignal(task, step);
        }
        else
        {
            var status = new V1.TaskStatus { State = V1.TaskState.TaskRunning };
            if (!input.Data.IsEmpty)
            {
                status.Data = input.Data;
            }

            Statuses.Tell(state, task, status, step);
            Checking.Begin(state, task, step);
        }
    }

    /// <summary>The task has failed; or the agent is told that the executor has.</summary>
    public static void Decide(HostState state, ContainerStartFailed input, Step<HostInput, HostEffect> step)
    {
        if (state.Tasks.TryGetValue(input.ContainerId, out var task))
        {
            TaskEnding.Failed(state, task, input.Why, step);
        }
        else if (state.Nested.TryGetValue(input.ContainerId, out var container))
        {
            NestedLaunching.Failed(state, container, input.Why, step);
        }
        else if (state.Executors.TryGetValue(input.ContainerId, out var executor))
        {
            state.Remove(executor);
            LaunchChecks.Fail(state, input.ContainerId, null, input.Why, step);
            HostStopping.ExitIfEmpty(state, step);
        }
    }

    private static void StartedOther(HostState state, ContainerStarted input, Step<HostInput, HostEffect> step)
    {
        if (state.Nested.TryGetValue(input.ContainerId, out var container))
        {
            NestedLaunching.Started(state, container, step);
        }
        else if (!state.Executors.ContainsKey(input.ContainerId))
        {
            // Its parent ended while it started.
            step.Do(new SignalContainer(input.ContainerId, Signals.Kill));
        }
        else if (state.Executors.GetValueOrDefault(input.ContainerId) is { IsDestroyed: true })
        {
            step.Do(new SignalContainer(input.ContainerId, Signals.Kill));
        }
    }

    private static V1.ContainerStatus StatusOf(HostedTask task, ContainerStarted input)
    {
        var status = task.ContainerStatus.Clone();
        status.ExecutorPid = (uint)input.Process;
        if (input.Addresses.Count > 0)
        {
            status.NetworkInfos.Add(new V1.NetworkInfo
            {
                IpAddresses = { input.Addresses.Select(
                    static address => new V1.NetworkInfo.Types.IPAddress { IpAddress = address }) },
            });
        }

        return status;
    }
}
