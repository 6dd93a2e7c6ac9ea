using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// The master wants a task killed (Mesos: Slave::killTask). What its executor never got, the agent ends itself; a task
/// that runs is its executor's to kill.
/// </summary>
public static class TaskKilling
{
    /// <summary>Kills the task, wherever it is.</summary>
    public static void Decide(AgentState state, TaskKillRequested input, AgentStep step)
    {
        var message = input.Message;
        var key = new TaskKey(new(message.FrameworkId.Value), new(message.TaskId.Value));
        if (state.Phase is AgentPhase.Recovering || !state.Frameworks.TryGetValue(key.Framework, out var framework))
        {
            step.Note($"Ignored a kill of task {key}: the framework has nothing here");
            return;
        }

        if (state.Tasks.TryGetValue(key, out var task))
        {
            Kill(state, task, message.KillPolicy, step);
        }
        else if (!state.Streams.ContainsKey(key))
        {
            StatusTaking.Drop(
                state, framework, key, V1.TaskStatus.Types.Reason.ExecutorTerminated,
                "Attempted to kill a task that is unknown to the agent", step);
        }
    }

    /// <summary>Kills a task that is known.</summary>
    public static void Kill(AgentState state, AgentTask task, V1.KillPolicy? policy, AgentStep step)
    {
        if (task.IsOver || !state.Executors.TryGetValue(task.Executor, out var run)
            || run.State == ExecutorState.Terminated)
        {
            return;
        }

        if (task.Phase == TaskPhase.Queued)
        {
            KillQueued(state, run, task, step);
        }
        else if (run.Kind != ExecutorKind.Custom)
        {
            step.Do(new KillHostedTask(run.ContainerId, task.Key.Task, policy));
        }
        else if (run.Stream is { } stream && run.State == ExecutorState.Running)
        {
            step.Do(new SendToExecutor(stream, ExecutorEvents.Kill(task.Key.Task, policy)));
        }
    }

    /// <summary>Ends what was never delivered: the task, or the whole group that it came with.</summary>
    private static void KillQueued(AgentState state, ExecutorRun run, AgentTask killed, AgentStep step)
    {
        var isGroup = killed.Group.Length > 0;
        foreach (var task in state.TasksOf(run.Key))
        {
            if (task.Phase == TaskPhase.Queued && (isGroup ? task.Group == killed.Group : task.Key == killed.Key))
            {
                StatusTaking.Take(state, task.Key, DuringLaunch(state, task, isGroup, step), run.Checkpoints, step);
            }
        }

        ExecutorShutdown.IfIdle(state, state.Executors[run.Key], step);
    }

    private static V1.TaskStatus DuringLaunch(
        AgentState state, AgentTask task, bool isGroup, AgentStep step) =>
        StatusForming.ByAgent(
            state, task.Key, task.Executor.Executor, V1.TaskState.TaskKilled,
            V1.TaskStatus.Types.Reason.TaskKilledDuringLaunch,
            isGroup
                ? "A task within the task group was killed before delivery to the executor"
                : "Killed before delivery to the executor",
            step);
}
