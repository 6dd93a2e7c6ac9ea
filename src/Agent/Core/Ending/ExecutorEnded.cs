using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>An executor's container has ended: so have its tasks (Mesos: Slave::executorTerminated).</summary>
public static class ExecutorEnded
{
    /// <summary>A container ended.</summary>
    public static void Decide(AgentState state, ContainerExited exited, AgentStep step)
    {
        if (state.ExecutorIn(exited.ContainerId) is { } run && run.State != ExecutorState.Terminated)
        {
            End(state, run, exited, step);
        }
    }

    /// <summary>Ends an executor: every task that was not over gets its last update from the agent.</summary>
    public static void End(AgentState state, ExecutorRun run, ContainerExited exited, AgentStep step)
    {
        var isTold = !state.Frameworks.TryGetValue(run.Key.Framework, out var framework) || !framework.IsTerminating;
        state.Set(run with { State = ExecutorState.Terminated, Stream = null });
        state.Counters.ExecutorTerminated();
        foreach (var task in state.TasksOf(run.Key))
        {
            if (!isTold)
            {
                Drop(state, task, step);
            }
            else if (!task.IsOver)
            {
                StatusTaking.Take(state, task.Key, Last(state, run, task, exited, step), run.Checkpoints, step);
            }
        }

        if (run.Stream is { } stream)
        {
            step.Do(new CloseExecutorStream(stream));
        }

        if (!run.IsGenerated)
        {
            ExecutorRemoving.TellMaster(state, run.Key, exited.Status ?? -1, step);
        }

        step.Do(new RetireSandbox(run.Directory, state.Configuration.GcDelay));
        ExecutorRemoving.IfDone(state, run.Key, step);
    }

    private static V1.TaskStatus Last(
        AgentState state, ExecutorRun run, AgentTask task, ContainerExited exited, AgentStep step)
    {
        var status = StatusForming.ByAgent(
            state,
            task.Key,
            run.Key.Executor,
            exited.State ?? run.Ending?.State ?? V1.TaskState.TaskFailed,
            exited.Reason ?? run.Ending?.Reason ?? V1.TaskStatus.Types.Reason.ExecutorTerminated,
            Joined(run.Ending?.Message ?? "", exited.Message),
            step);
        status.Limitation = exited.Limitation;
        return status;
    }

    private static string Joined(string first, string second)
    {
        var text = string.Join("; ", new[] { first, second }.Where(static part => part.Length > 0));
        return text.Length > 0 ? text : "Executor terminated";
    }

    /// <summary>A framework that is torn down hears nothing of its tasks any more.</summary>
    private static void Drop(AgentState state, AgentTask task, AgentStep step)
    {
        if (state.Streams.TryGetValue(task.Key, out var stream))
        {
            Forgetting.Stream(state, stream, step);
        }

        Forgetting.Task(state, task.IsOver ? task : task with { State = V1.TaskState.TaskKilled }, step);
    }
}
