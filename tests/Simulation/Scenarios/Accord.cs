using Kernel.Agent.Core;
using Kernel.Master.Core;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Scenarios;

/// <summary>
/// What must be so in the end of every scenario, whatever its frameworks did: the master knows of each agent that is
/// registered what the agent knows of itself, its resources, its tasks, its executors; and what runs on the machine is
/// what the agent thinks.
/// </summary>
public static class Accord
{
    /// <summary>What is not so; null if all is.</summary>
    public static string? Missing(SimCluster cluster) => cluster.Leader is { State: { } books }
        ? cluster.Agents.Select(agent => OfAgent(books, agent)).FirstOrDefault(static what => what is not null)
        : "nobody leads";

    private static string? OfAgent(MasterState books, SimAgent agent)
    {
        if (agent.State is not { Phase: AgentPhase.Running, Id: { } id } state)
        {
            return agent.IsUp ? $"{agent.Name} is not registered" : null;
        }

        return books.Agents.GetValueOrDefault(id) is not { IsConnected: true } known ? $"the master does not think {agent.Name} connected"
            : !known.Total.Equals(state.Resources.Total) ? $"{agent.Name} has {state.Resources.Total}, and the master thinks {known.Total}"
            : Different("tasks", agent, Tasks(state), Tasks(books, id))
                ?? Different("executors", agent, Executors(state), books.ExecutorsOf(id).Select(static key => key.Executor.Value))
                ?? Different("containers", agent, Programs(state), agent.ExecutorHost.Machine.Running.Select(static one => one.TaskId));
    }

    private static IEnumerable<string> Tasks(AgentState state) =>
        state.Tasks.Values.Where(static task => !task.IsOver).Select(static task => task.Key.Task.Value);

    private static IEnumerable<string> Tasks(MasterState books, Model.AgentId agent) =>
        books.TasksOf(agent).Where(key => !books.Tasks[key].IsFreed).Select(static key => key.Task.Value);

    private static IEnumerable<string> Executors(AgentState state) => state.Executors.Values
        .Where(static run => !run.IsGenerated && run.State != ExecutorState.Terminated)
        .Select(static run => run.Key.Executor.Value);

    /// <summary>A custom executor is a program of its own; a task is one unless it is a custom executor's.</summary>
    private static IEnumerable<string> Programs(AgentState state) => state.Executors.Values
        .Where(static run => run is { Kind: ExecutorKind.Custom, State: not ExecutorState.Terminated })
        .Select(static run => run.Key.Executor.Value)
        .Concat(state.Tasks.Values
            .Where(task => !task.IsOver && state.Executors.GetValueOrDefault(task.Executor) is { Kind: not ExecutorKind.Custom })
            .Select(static task => task.Key.Task.Value));

    private static string? Different(string what, SimAgent agent, IEnumerable<string> here, IEnumerable<string> there)
    {
        var (own, other) = (here.Order(StringComparer.Ordinal).ToArray(), there.Order(StringComparer.Ordinal).ToArray());
        return own.SequenceEqual(other)
            ? null
            : $"{agent.Name} knows the {what} [{string.Join(", ", own)}], and others know [{string.Join(", ", other)}]";
    }
}
