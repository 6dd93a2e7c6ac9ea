using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Launching;

/// <summary>
/// Which task groups may be launched: all of a group or nothing (mesos.md 2.6; Mesos: src/master/validation.cpp, group).
/// </summary>
public static class LaunchGroupRules
{
    /// <summary>The least processor an executor of a group must have, in thousandths.</summary>
    public const long MinExecutorCpus = 10;

    /// <summary>The least memory an executor of a group must have, in thousandths of a MB.</summary>
    public const long MinExecutorMem = 32_000;

    /// <summary>Why a task group may not be launched; null if it may.</summary>
    /// <param name="group">The group.</param>
    /// <param name="state">What the master knows.</param>
    /// <param name="framework">Whose group it is.</param>
    /// <param name="agent">Where it is to run.</param>
    /// <param name="available">What is left of the offers.</param>
    public static string? Refuse(
        AskedOperation.LaunchGroup group, MasterState state, Framework framework, Agent agent, Resources available) =>
        RefuseTasks(group, state, framework, agent)
        ?? RefuseExecutor(group.AskedExecutor, state, framework, agent)
        ?? RefuseMembers(group)
        ?? ResourceUse.RefuseTogether([.. group.Tasks.Select(static task => task.Resources), group.ExecutorResources])
        ?? RefuseTotal(group, state, agent, available);

    private static string? RefuseTasks(
        AskedOperation.LaunchGroup group, MasterState state, Framework framework, Agent agent)
    {
        if (group.Tasks.IsEmpty)
        {
            return "Task group cannot be empty";
        }

        if (group.Tasks.GroupBy(static task => task.Id).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            return $"Task '{twice.Key}' is invalid: Task has duplicate ID: {twice.Key}";
        }

        return group.Tasks
            .Select(task => LaunchRules.Named(
                $"Task '{task.Id}' is invalid", LaunchRules.RefuseTask(task, state, framework, agent) ?? RefuseMember(task)))
            .FirstOrDefault(static reason => reason is not null);
    }

    private static string? RefuseMember(AskedTask task)
    {
        if (task.Info.Container is { Type: ContainerInfo.Types.Type.Docker })
        {
            return "Docker ContainerInfo is not supported on the task";
        }

        if (task.Info.Container?.NetworkInfos.Count > 0 && task.Info.HealthCheck is { } check
            && HealthCheckRules.KindOf(check) is HealthCheck.Types.Type.Http or HealthCheck.Types.Type.Tcp)
        {
            return "HTTP and TCP health checks are not supported for nested containers joining container networks";
        }

        return task.Info.Limits.Count > 0 && SharesCgroups(task)
            ? "Resource limits may only be set for tasks within a task group when 'share_cgroups' is set to 'false'"
            : null;
    }

    private static string? RefuseExecutor(AskedExecutor executor, MasterState state, Framework framework, Agent agent)
    {
        if (!executor.Info.HasType)
        {
            return "'ExecutorInfo.type' must be set";
        }

        if (executor.Info.Container is { Type: ContainerInfo.Types.Type.Docker })
        {
            return "Docker ContainerInfo is not supported on the executor";
        }

        return ExecutorRules.Refuse(executor, state, framework, agent) ?? RefuseLittle(executor);
    }

    private static string? RefuseLittle(AskedExecutor executor)
    {
        if (executor.Resources.Thousandths("cpus") is var cpus and < MinExecutorCpus)
        {
            return $"Executor '{executor.Id}' uses less CPUs ({cpus / 1000.0}) than the minimum required ({MinExecutorCpus / 1000.0})";
        }

        if (executor.Resources.Thousandths("mem") is var mem and < MinExecutorMem)
        {
            return $"Executor '{executor.Id}' uses less memory ({mem / 1000.0}MB) than the minimum required ({MinExecutorMem / 1000}MB)";
        }

        return executor.Resources.Thousandths("disk") == 0 ? $"Executor '{executor.Id}' uses no disk" : null;
    }

    private static string? RefuseMembers(AskedOperation.LaunchGroup group)
    {
        if (group.Tasks.FirstOrDefault(task => task.Info.Executor is { } own && !own.Equals(group.Executor)) is { } other)
        {
            return $"The `ExecutorInfo` of task '{other.Id}' is different from executor '{group.Executor.ExecutorId.Value}'";
        }

        return group.Tasks.Select(SharesCgroups).Distinct().Count() > 1
            ? "All tasks in a task group must have the same value for 'share_cgroups'"
            : null;
    }

    private static string? RefuseTotal(
        AskedOperation.LaunchGroup group, MasterState state, Agent agent, Resources available)
    {
        var total = group.Tasks.Aggregate(Resources.Empty, static (sum, task) => sum + task.Resources);
        if (!ExecutorRules.Runs(group.AskedExecutor, state, agent))
        {
            total += group.ExecutorResources;
        }

        return ResourceUse.Fits(total, available)
            ? null
            : $"Total resources {total} required by task group and its executor are more than available {available}";
    }

    private static bool SharesCgroups(AskedTask task) => task.Info.Container?.LinuxInfo?.ShareCgroups ?? true;
}
