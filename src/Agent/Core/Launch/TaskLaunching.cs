using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>The master launches a task or a task group (Mesos: Slave::runTask, runTaskGroup, _run, __run).</summary>
public static class TaskLaunching
{
    /// <summary>A single task: a command, or a task of a custom executor.</summary>
    public static void Decide(AgentState state, TaskLaunchRequested input, AgentStep step)
    {
        var message = input.Message;
        var id = message.FrameworkId ?? message.Framework.Id;
        if (id is null)
        {
            step.Note($"Ignored a launch of task {message.Task.TaskId.Value}: its framework has no id");
            return;
        }

        var executor = message.Task.Executor ?? CommandExecutor.For(message.Task, id);
        Launch(state, new()
        {
            Framework = new(new(id.Value), message.Framework, message.Pid),
            Executor = executor,
            Kind = message.Task.Executor is null ? ExecutorKind.Command : KindOf(executor),
            Tasks = [message.Task],
            IsGroup = false,
            NeedsNewExecutor = message.HasLaunchExecutor ? message.LaunchExecutor : null,
            Versions = message.ResourceVersionUuids,
        }, step);
    }

    /// <summary>A task group, which succeeds or fails together.</summary>
    public static void Decide(AgentState state, GroupLaunchRequested input, AgentStep step)
    {
        var message = input.Message;
        if (message.Framework.Id is not { } id)
        {
            step.Note("Ignored a launch of a task group: its framework has no id");
            return;
        }

        Launch(state, new()
        {
            Framework = new(new(id.Value), message.Framework, ""),
            Executor = message.Executor,
            Kind = KindOf(message.Executor),
            Tasks = [.. message.TaskGroup.Tasks],
            IsGroup = true,
            NeedsNewExecutor = message.HasLaunchExecutor ? message.LaunchExecutor : null,
            Versions = message.ResourceVersionUuids,
        }, step);
    }

    private static ExecutorKind KindOf(V1.ExecutorInfo executor) =>
        executor.Type == V1.ExecutorInfo.Types.Type.Default ? ExecutorKind.Default : ExecutorKind.Custom;

    private static void Launch(AgentState state, LaunchOrder order, AgentStep step)
    {
        if (order.RefuseIds() is { } reason)
        {
            step.Note($"Ignored a launch: {reason}");
            return;
        }

        if (order.Tasks.Count == 0 || order.Tasks.Any(task => task.AgentId.Value != state.Id?.Value)
            || state.Phase is AgentPhase.Recovering or AgentPhase.Terminating)
        {
            step.Note($"Ignored a launch for framework {order.Framework.Id}: not for this agent, or not now");
            return;
        }

        if (order.Tasks.Any(task => state.Tasks.ContainsKey(order.KeyOf(task))))
        {
            step.Note($"Ignored a repeated launch for framework {order.Framework.Id}");
            return;
        }

        var framework = Know(state, order.Framework, step);
        if (framework.IsTerminating)
        {
            step.Note($"Ignored a launch for framework {framework.Id}: it is being shut down");
        }
        else if (LaunchRefusing.Refuse(state, order) is { } refusal)
        {
            Drop(state, framework, order, refusal, step);
        }
        else
        {
            Accept(state, framework, order, step);
        }
    }

    private static AgentFramework Know(AgentState state, AgentFramework told, AgentStep step)
    {
        if (state.Frameworks.TryGetValue(told.Id, out var known))
        {
            return known;
        }

        if (told.Info.Id is null)
        {
            told.Info.Id = new() { Value = told.Id.Value };
        }

        var framework = told with { CompletedExecutors = state.Revive(told.Id)?.CompletedExecutors ?? [] };
        state.Set(framework);
        AgentRecords.Put(framework, step);
        return framework;
    }

    private static void Drop(
        AgentState state, AgentFramework framework, LaunchOrder order, LaunchRefusal refusal, AgentStep step)
    {
        foreach (var task in order.Tasks)
        {
            StatusTaking.Drop(state, framework, order.KeyOf(task), refusal.Reason, refusal.Message, step, refusal.State);
        }

        var run = state.Executors.GetValueOrDefault(order.ExecutorKey);
        if (order.NeedsNewExecutor == true && order.Kind != ExecutorKind.Command
            && run is null or { State: ExecutorState.Terminated })
        {
            // The master counts on a new one, which there will not be.
            ExecutorRemoving.TellMaster(state, order.ExecutorKey, -1, step);
        }

        ExecutorRemoving.FrameworkIfIdle(state, framework.Id, step);
    }

    private static void Accept(
        AgentState state, AgentFramework framework, LaunchOrder order, AgentStep step)
    {
        var known = state.Executors.GetValueOrDefault(order.ExecutorKey);
        var run = known ?? ExecutorStarting.Begin(state, framework, order, step);
        state.Set(run with { WasGivenTasks = true });
        var group = order.IsGroup ? step.Chance.NextGuid().ToString() : "";
        var tasks = new List<AgentTask>(order.Tasks.Count);
        foreach (var info in order.Tasks)
        {
            var task = new AgentTask
            {
                Key = order.KeyOf(info),
                Executor = order.ExecutorKey,
                Info = info,
                Group = group,
                NestedId = order.Kind == ExecutorKind.Default ? step.Chance.NextGuid().ToString() : "",
                Order = state.NextLaunch(),
            };
            tasks.Add(task);
            state.Set(task);
            AgentRecords.Put(run, task, step);
        }

        if (known is null)
        {
            ExecutorStarting.Prepare(state, state.Executors[order.ExecutorKey], step);
        }
        else if (known.State == ExecutorState.Running)
        {
            Delivering.These(state, state.Executors[order.ExecutorKey], tasks, step);
        }
    }
}
