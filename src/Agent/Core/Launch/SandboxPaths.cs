using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>
/// Where sandboxes and volumes lie below the work directory; the layout of Mesos, which tools know
/// (src/slave/paths.cpp).
/// </summary>
public static class SandboxPaths
{
    /// <summary>The directory of an agent id.</summary>
    public static string OfAgent(string workDirectory, string agent) => $"{workDirectory}/slaves/{agent}";

    /// <summary>The directory of all runs of an executor.</summary>
    public static string OfExecutor(string workDirectory, string agent, ExecutorKey executor) =>
        $"{OfAgent(workDirectory, agent)}/frameworks/{executor.Framework}/executors/{executor.Executor}";

    /// <summary>The sandbox of one run.</summary>
    public static string Of(string workDirectory, string agent, ExecutorKey executor, string container) =>
        $"{OfExecutor(workDirectory, agent, executor)}/runs/{container}";

    /// <summary>The sandbox of a task in a nested container.</summary>
    public static string OfNested(string sandbox, string nestedId) => $"{sandbox}/containers/{nestedId}";

    /// <summary>A persistent volume on the root disk.</summary>
    public static string OfVolume(string root, string role, string persistenceId) =>
        $"{root}/volumes/roles/{role}/{persistenceId}";
}
