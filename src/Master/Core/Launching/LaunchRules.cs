using Kernel.Master.Core.Operations;
using Kernel.Model;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Launching;

/// <summary>
/// Which tasks may be launched, in Mesos's order and words (mesos.md 2.6; Mesos: src/master/validation.cpp, task::validate).
/// </summary>
public static class LaunchRules
{
    /// <summary>Why a task of LAUNCH may not be launched; null if it may.</summary>
    /// <param name="task">The task.</param>
    /// <param name="state">What the master knows.</param>
    /// <param name="framework">Whose task it is.</param>
    /// <param name="agent">Where it is to run.</param>
    /// <param name="available">What is left of the offers.</param>
    public static string? Refuse(AskedTask task, MasterState state, Framework framework, Agent agent, Resources available) =>
        RefuseTask(task, state, framework, agent)
        ?? RefuseRunner(task, state, framework, agent)
        ?? (task.Executor is { } executor
            ? ResourceUse.RefuseTogether([task.Resources, executor.Resources]) : null)
        ?? RefuseTotal(task, state, agent, available)
        ?? RefuseCgroups(task);

    /// <summary>What holds for every task, in a group or not.</summary>
    internal static string? RefuseTask(AskedTask task, MasterState state, Framework framework, Agent agent) =>
        IdRules.Refuse(task.Info.TaskId.Value)
        ?? RefuseUsedId(task, state, framework)
        ?? RefuseAgent(task, agent)
        ?? RefuseTimes(task)
        ?? CheckRules.Refuse(task.Info.Check)
        ?? HealthCheckRules.Refuse(task.Info.HealthCheck)
        ?? RefuseResources(task)
        ?? Named("Task's `CommandInfo` is invalid", CommandRules.Refuse(task.Info.Command))
        ?? Named("Task's `ContainerInfo` is invalid", ContainerRules.Refuse(task.Info.Container))
        ?? LimitRules.Refuse(task, agent);

    /// <summary>A reason, with what it is about before it.</summary>
    internal static string? Named(string subject, string? reason) => reason is null ? null : $"{subject}: {reason}";

    private static string? RefuseUsedId(AskedTask task, MasterState state, Framework framework)
    {
        var key = new TaskKey(framework.Id, task.Id);
        return state.Tasks.ContainsKey(key) || state.IsUnreachable(key) ? $"Task has duplicate ID: {task.Id}" : null;
    }

    private static string? RefuseAgent(AskedTask task, Agent agent) => task.Info.AgentId.Value == agent.Id.Value
        ? null
        : $"Task uses invalid agent {task.Info.AgentId.Value} while agent {agent.Id} is expected";

    private static string? RefuseTimes(AskedTask task)
    {
        if (task.Info.KillPolicy?.GracePeriod is { Nanoseconds: < 0 })
        {
            return "Task's 'kill_policy.grace_period' must be non-negative";
        }

        return task.Info.MaxCompletionTime is { Nanoseconds: < 0 }
            ? "Task's 'max_completion_time' must be non-negative"
            : null;
    }

    private static string? RefuseResources(AskedTask task) =>
        (task.Resources.IsEmpty ? "Task uses no resources" : null)
        ?? Named("Task uses invalid resources", ResourceUse.Refuse(task.Resources));

    private static string? RefuseRunner(AskedTask task, MasterState state, Framework framework, Agent agent)
    {
        if ((task.Info.Command is null) == (task.Executor is null))
        {
            return "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present";
        }

        if (task.Executor is not { } executor)
        {
            return null;
        }

        return executor.Info.HasType && executor.Info.Type != Mesos.V1.ExecutorInfo.Types.Type.Custom
            ? "'ExecutorInfo.type' must be 'CUSTOM'"
            : ExecutorRules.Refuse(executor, state, framework, agent);
    }

    private static string? RefuseTotal(AskedTask task, MasterState state, Agent agent, Resources available)
    {
        var total = task.Resources;
        if (task.Executor is { } executor && !ExecutorRules.Runs(executor, state, agent))
        {
            total += executor.Resources;
        }

        return ResourceUse.Fits(total, available)
            ? null
            : $"Total resources {total} required by task and its executor is more than available {available}";
    }

    private static string? RefuseCgroups(AskedTask task) =>
        task.Info.Container?.LinuxInfo is { HasShareCgroups: true, ShareCgroups: false }
            ? "Only tasks in a task group may have 'share_cgroups' set to 'false'"
            : null;
}
