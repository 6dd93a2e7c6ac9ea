using Kernel.Agent.Core;
using Kernel.Master.Core;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// What must become true once nothing goes wrong any more: everybody is registered, every accepted launch is a task that runs or
/// has ended, and frameworks, master, agents and processes agree on which.
/// </summary>
public static class Convergence
{
    /// <summary>What is not yet as it should be; null if everything is.</summary>
    public static string? Missing(SimCluster cluster) =>
        cluster.Leader is { State: { } state }
            ? First(cluster.Agents, agent => OfAgent(state, agent))
                ?? First(cluster.Frameworks, framework => OfFramework(state, framework))
                ?? First(cluster.Frameworks.SelectMany(static framework => framework.LiveTasks), task => OfTask(cluster, state, task))
                ?? Superfluous(cluster, state)
                ?? cluster.Operator.Missing()
            : "nobody leads";

    private static string? First<T>(IEnumerable<T> items, Func<T, string?> missing) =>
        items.Select(missing).FirstOrDefault(static what => what is not null);

    private static string? OfAgent(MasterState state, SimAgent agent) =>
        agent.State is { Phase: AgentPhase.Running, Id: { } id } && state.Agents.GetValueOrDefault(id) is { IsActive: true }
            ? null
            : $"{agent.Name} is not registered";

    private static string? OfFramework(MasterState state, ISimFramework framework) =>
        framework.Missing() is { } missing ? $"{framework.Name}: {missing}"
        : framework.Id is not { } id || state.Frameworks.GetValueOrDefault(new(id)) is not { IsConnected: true } ? $"{framework.Name} is not connected"
        : null;

    private static string? OfTask(SimCluster cluster, MasterState state, string task)
    {
        if (!state.Tasks.Keys.Any(key => key.Task.Value == task))
        {
            return $"the master does not know {task}";
        }

        var runs = Containers(cluster).Count(container => container.TaskId == task);
        return runs == 1 ? null : $"{task} runs {runs} times";
    }

    private static string? Superfluous(SimCluster cluster, MasterState state)
    {
        var live = cluster.Frameworks.SelectMany(static framework => framework.LiveTasks).ToHashSet();
        return First(
                Containers(cluster).Select(static container => container.TaskId),
                id => live.Contains(id) ? null : $"{id} runs, and its framework does not know it")
            ?? First(
                state.Tasks.Values,
                task => live.Contains(task.Id.Value) ? null : $"the master keeps {task.Id} as {task.State}, and its framework does not")
            ?? First(
                cluster.Agents.SelectMany(static agent => agent.State!.Tasks.Values),
                task => live.Contains(task.Key.Task.Value) ? null : $"an agent keeps {task.Key} as {task.State}, and its framework does not");
    }

    private static IEnumerable<SimContainer> Containers(SimCluster cluster) =>
        cluster.Agents.SelectMany(static agent => agent.ExecutorHost.Machine.Running);
}
