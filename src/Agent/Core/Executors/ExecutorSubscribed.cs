using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>A custom executor opens its stream of events (Mesos: Slave::subscribe).</summary>
public static class ExecutorSubscribed
{
    /// <summary>Takes the executor, and what it and the agent do not know of each other; or sends it away.</summary>
    public static void Decide(AgentState state, ExecutorSubscribing input, AgentStep step)
    {
        if (!state.Executors.TryGetValue(input.Executor, out var run) || run.IsEnding
            || !state.Frameworks.TryGetValue(input.Executor.Framework, out var framework) || framework.IsTerminating
            || state.Phase == AgentPhase.Terminating)
        {
            step.Do(new SendToExecutor(input.Stream, ExecutorEvents.Shutdown));
            step.Do(new CloseExecutorStream(input.Stream));
            return;
        }

        if (run.Stream is { } old)
        {
            step.Do(new CloseExecutorStream(old));
        }

        run = run with { State = ExecutorState.Running, Stream = input.Stream };
        state.Set(run);
        TakeUpdates(state, input, step);
        DropLost(state, framework, run, input, step);
        run = state.Executors[input.Executor];
        if (ExecutorShutdown.WasNeverGivenTasks(state, run))
        {
            ExecutorShutdown.Begin(state, run, step);
            return;
        }

        step.Do(new SendToExecutor(input.Stream, ExecutorEvents.Subscribed(state, framework, run)));
        Delivering.Queued(state, run, step);
        DrainBeginning.KillAll(state, step);
    }

    /// <summary>A stream broke. The executor may come back, or its container ends.</summary>
    public static void Decide(AgentState state, ExecutorStreamClosed input, AgentStep step)
    {
        if (state.Executors.Values.FirstOrDefault(run => run.Stream == input.Stream) is { } run)
        {
            step.Note($"Executor {run.Key} disconnected");
            state.Set(run with { Stream = null });
        }
    }

    private static void TakeUpdates(AgentState state, ExecutorSubscribing input, AgentStep step)
    {
        foreach (var update in input.Updates)
        {
            StatusReporting.Decide(state, new StatusReported(input.Executor, update.Status), step);
        }
    }

    /// <summary>
    /// Tasks that were sent while nobody listened, and that the executor does not know, were lost on the way.
    /// </summary>
    private static void DropLost(
        AgentState state, AgentFramework framework, ExecutorRun run, ExecutorSubscribing input, AgentStep step)
    {
        var known = input.Tasks.Select(static task => task.TaskId.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var task in state.TasksOf(run.Key))
        {
            if (task is { Phase: TaskPhase.Launched, State: V1.TaskState.TaskStaging }
                && !known.Contains(task.Key.Task.Value))
            {
                StatusTaking.Drop(
                    state, framework, task.Key, V1.TaskStatus.Types.Reason.AgentRestarted,
                    "Task launched during agent restart", step);
            }
        }
    }
}
