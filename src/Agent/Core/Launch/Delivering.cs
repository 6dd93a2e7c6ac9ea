using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Hands an executor its tasks, in the order of their launches.</summary>
public static class Delivering
{
    /// <summary>
    /// Gives a running executor everything that is queued for it. A custom executor gets single tasks before groups, as
    /// in
    /// Mesos; the groups of a default one first get their sandboxes.
    /// </summary>
    public static void Queued(AgentState state, ExecutorRun run, AgentStep step)
    {
        These(state, run, [.. state.TasksOf(run.Key).Where(static task => task.Phase == TaskPhase.Queued)], step);
    }

    /// <summary>Gives a running executor some of its tasks.</summary>
    public static void These(AgentState state, ExecutorRun run, IReadOnlyList<AgentTask> queued, AgentStep step)
    {
        foreach (var task in queued.Where(static task => task.Group.Length == 0))
        {
            DeliverTask(state, run, task, step);
        }

        foreach (var group in queued.Where(static task => task.Group.Length > 0).GroupBy(static task => task.Group))
        {
            if (run.Kind == ExecutorKind.Default)
            {
                step.Do(new PrepareGroup(run, group.Key, [.. group]));
            }
            else
            {
                DeliverGroup(state, run, [.. group], step);
            }
        }
    }

    /// <summary>The sandboxes of a group of a default executor are ready: the host runs it.</summary>
    public static void Decide(AgentState state, GroupPrepared input, AgentStep step)
    {
        if (state.ExecutorIn(input.ContainerId) is not { State: ExecutorState.Running } run
            || !state.Frameworks.TryGetValue(run.Key.Framework, out var framework))
        {
            return;
        }

        var tasks = state.TasksOf(run.Key)
            .Where(task => task.Group == input.Group && task.Phase == TaskPhase.Queued)
            .Select(task => Launched(state, run, task, step))
            .Select(task => new GroupTask(task, ExecutorEnvironment.OfTask(state, framework, run, task)))
            .ToArray();
        if (tasks.Length > 0)
        {
            step.Do(new LaunchGroup(run, framework, input.Group, tasks));
        }
    }

    /// <summary>The sandboxes of a group could not be made: the group fails.</summary>
    public static void FailGroup(
        AgentState state, ExecutorRun run, string group, string reason, AgentStep step)
    {
        foreach (var task in state.TasksOf(run.Key).Where(task => task.Group == group && !task.IsOver))
        {
            var status = StatusForming.ByAgent(
                state, task.Key, run.Key.Executor, V1.TaskState.TaskFailed,
                V1.TaskStatus.Types.Reason.ContainerLaunchFailed, reason, step);
            StatusTaking.Take(state, task.Key, status, run.Checkpoints, step);
        }

        ExecutorShutdown.IfIdle(state, run, step);
    }

    private static void DeliverTask(AgentState state, ExecutorRun run, AgentTask task, AgentStep step)
    {
        Launched(state, run, task, step);
        if (run.Stream is { } stream)
        {
            step.Do(new SendToExecutor(stream, ExecutorEvents.Launch(task.Info)));
        }
    }

    private static void DeliverGroup(
        AgentState state, ExecutorRun run, IReadOnlyList<AgentTask> tasks, AgentStep step)
    {
        foreach (var task in tasks)
        {
            Launched(state, run, task, step);
        }

        if (run.Stream is { } stream)
        {
            step.Do(new SendToExecutor(stream, ExecutorEvents.LaunchGroup(tasks.Select(static task => task.Info))));
        }
    }

    private static AgentTask Launched(AgentState state, ExecutorRun run, AgentTask task, AgentStep step)
    {
        var launched = task with { Phase = TaskPhase.Launched };
        state.Set(launched);
        AgentRecords.Put(run, launched, step);
        return launched;
    }
}
