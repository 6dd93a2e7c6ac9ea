using Google.Protobuf.Collections;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What an executor finds in its environment (Mesos: src/slave/slave.cpp, executorEnvironment).</summary>
public static class ExecutorEnvironment
{
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The environment of an executor.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(
        AgentState state, AgentFramework framework, ExecutorRun run)
    {
        var variables = Agents(state, framework, run);
        AddOwn(variables, run.Info.Command?.Environment?.Variables);
        return [.. variables];
    }

    /// <summary>
    /// The environment of a task that the executor host runs: its executor's, with the task's own variables over it.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> OfTask(
        AgentState state, AgentFramework framework, ExecutorRun run, AgentTask task)
    {
        var variables = Agents(state, framework, run);
        if (task.NestedId.Length > 0)
        {
            variables["MESOS_SANDBOX"] = SandboxPaths.OfNested(run.Directory, task.NestedId);
            variables["MESOS_CONTAINER_IP"] = state.Configuration.Ip;
        }

        if (task.Info.Resources.FirstOrDefault()?.AllocationInfo is { HasRole: true } allocation)
        {
            variables["MESOS_ALLOCATION_ROLE"] = allocation.Role;
        }

        AddOwn(variables, task.Info.Command?.Environment?.Variables);
        return [.. variables];
    }

    private static SortedDictionary<string, string> Agents(AgentState state, AgentFramework framework, ExecutorRun run)
    {
        var configuration = state.Configuration;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Path };
        foreach (var (name, value) in configuration.ExecutorEnvironment)
        {
            variables[name] = value;
        }

        variables["MESOS_FRAMEWORK_ID"] = framework.Id.Value;
        variables["MESOS_EXECUTOR_ID"] = run.Key.Executor.Value;
        variables["MESOS_SLAVE_ID"] = state.Info.Id.Value;
        variables["MESOS_SLAVE_PID"] = configuration.Pid;
        variables["MESOS_AGENT_ENDPOINT"] =
            configuration.Pid[(configuration.Pid.IndexOf('@', StringComparison.Ordinal) + 1)..];
        variables["MESOS_DIRECTORY"] = run.Directory;
        variables["MESOS_SANDBOX"] = run.Directory;
        variables["MESOS_HTTP_COMMAND_EXECUTOR"] = "0";
        variables["MESOS_EXECUTOR_SHUTDOWN_GRACE_PERIOD"] = Durations.Write(ExecutorShutdown.Grace(state, run));
        variables["LIBPROCESS_PORT"] = "0";
        variables["LIBPROCESS_IP"] = configuration.Ip;
        AddCheckpointing(variables, configuration, framework.Checkpoints);
        return variables;
    }

    private static void AddCheckpointing(
        SortedDictionary<string, string> variables, AgentConfiguration configuration, bool checkpoints)
    {
        variables["MESOS_CHECKPOINT"] = checkpoints ? "1" : "0";
        if (checkpoints)
        {
            variables["MESOS_RECOVERY_TIMEOUT"] = Durations.Write(configuration.RecoveryTimeout);
            variables["MESOS_SUBSCRIPTION_BACKOFF_MAX"] = Durations.Write(configuration.ExecutorReregistrationTimeout);
        }
    }

    private static void AddOwn(
        SortedDictionary<string, string> variables, RepeatedField<V1.Environment.Types.Variable>? own)
    {
        foreach (var variable in own ?? [])
        {
            variables[variable.Name] = variable.Type == V1.Environment.Types.Variable.Types.Type.Secret
                ? variable.Secret?.Value?.Data.ToStringUtf8() ?? ""
                : variable.Value;
        }
    }
}
