using Google.Protobuf;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Launching;

/// <summary>What an executor must be (Mesos: src/master/validation.cpp, executor::validate).</summary>
internal static class ExecutorRules
{
    /// <summary>Why an executor may not be launched, or be given another task; null if it may.</summary>
    public static string? Refuse(AskedExecutor executor, MasterState state, Framework framework, Agent agent) =>
        RefuseType(executor.Info)
        ?? IdRules.Refuse(executor.Info.ExecutorId.Value)
        ?? RefuseGrace(executor.Info)
        ?? LaunchRules.Named("Executor's `CommandInfo` is invalid", CommandRules.Refuse(executor.Info.Command))
        ?? LaunchRules.Named("Executor's `ContainerInfo` is invalid", ContainerRules.Refuse(executor.Info.Container))
        ?? RefuseFramework(executor.Info, framework)
        ?? LaunchRules.Named("Executor uses invalid resources", ResourceUse.Refuse(executor.Resources))
        ?? RefuseDifference(executor, state, framework, agent)
        ?? RefuseShared(executor)
        ?? RefuseCgroups(executor.Info);

    /// <summary>Whether an executor of this id runs on the agent already, so that its resources are charged.</summary>
    public static bool Runs(AskedExecutor executor, MasterState state, Agent agent) => state.Executors.ContainsKey(
        new(agent.Id, new(executor.Info.FrameworkId.Value), executor.Id));

    private static string? RefuseType(ExecutorInfo executor) => !executor.HasType ? null : executor.Type switch
    {
        ExecutorInfo.Types.Type.Custom => executor.Command is null
            ? "'ExecutorInfo.command' must be set for 'CUSTOM' executor" : null,
        ExecutorInfo.Types.Type.Default => RefuseDefault(executor),
        _ => "Unknown executor type",
    };

    private static string? RefuseDefault(ExecutorInfo executor)
    {
        if (executor.Command is not null)
        {
            return "'ExecutorInfo.command' must not be set for 'DEFAULT' executor";
        }

        if (executor.Container is { Type: not ContainerInfo.Types.Type.Mesos })
        {
            return "'ExecutorInfo.container.type' must be 'MESOS' for 'DEFAULT' executor";
        }

        return executor.Container?.Mesos?.Image is not null
            ? "'ExecutorInfo.container.mesos.image' must not be set for 'DEFAULT' executor"
            : null;
    }

    private static string? RefuseGrace(ExecutorInfo executor) => executor.ShutdownGracePeriod is { Nanoseconds: < 0 }
        ? "ExecutorInfo's 'shutdown_grace_period' must be non-negative"
        : null;

    private static string? RefuseFramework(ExecutorInfo executor, Framework framework)
    {
        if (executor.FrameworkId is not { } id)
        {
            return "'ExecutorInfo.framework_id' must be set";
        }

        return id.Value == framework.Id.Value
            ? null
            : $"ExecutorInfo has an invalid FrameworkID (Actual: {id.Value} vs Expected: {framework.Id})";
    }

    private static string? RefuseDifference(
        AskedExecutor executor, MasterState state, Framework framework, Agent agent) =>
        state.Executors.TryGetValue(new(agent.Id, framework.Id, executor.Id), out var running)
        && !executor.Info.ToByteString().Equals(running.Info)
        && !IsSame(executor.Info, ExecutorInfo.Parser.ParseFrom(running.Info))
            ? "ExecutorInfo is not compatible with existing ExecutorInfo with same ExecutorID"
            : null;

    /// <summary>Whether two executors are the same, in whatever order they list their resources.</summary>
    private static bool IsSame(ExecutorInfo left, ExecutorInfo right)
    {
        var (a, b) = (left.Clone(), right.Clone());
        a.Resources.Clear();
        b.Resources.Clear();
        return a.Equals(b) && left.Resources.Count == right.Resources.Count && left.Resources.All(right.Resources.Contains);
    }

    private static string? RefuseShared(AskedExecutor executor) =>
        executor.Resources.Any(static resource => resource.Kind.Shared)
            ? $"Executor resources {executor.Resources} should not contain any shared resources"
            : null;

    private static string? RefuseCgroups(ExecutorInfo executor) =>
        executor.Container?.LinuxInfo is { HasShareCgroups: true, ShareCgroups: true }
            ? "The 'share_cgroups' of an executor's container must not be 'true'"
            : null;
}
