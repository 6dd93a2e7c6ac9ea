using Kernel.Master.Core;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Kernel.Protocol;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// No resource is in two live offers or tasks: what a master has given away of an agent is within what the agent has, what the
/// allocator thinks is given away is that and no more, and what really runs on an agent fits it.
/// </summary>
public sealed class ResourceCheck(SimCluster cluster)
{
    private readonly Dictionary<SimMaster, long> seen = [];
    private readonly Dictionary<SimAgent, long> started = [];

    /// <summary>Checks what may have changed.</summary>
    public void Check()
    {
        foreach (var master in cluster.Masters)
        {
            if (master.State is { } state && seen.GetValueOrDefault(master) != master.Turns)
            {
                seen[master] = master.Turns;
                Check(master.Name, state, cluster.Agents);
            }
        }

        foreach (var agent in cluster.Agents.Where(agent => started.GetValueOrDefault(agent) != agent.ExecutorHost.Machine.Starts))
        {
            started[agent] = agent.ExecutorHost.Machine.Starts;
            CheckReal(agent);
        }
    }

    private static void Check(string name, MasterState state, IEnumerable<SimAgent> agents)
    {
        var all = new Dictionary<string, long>();
        foreach (var agent in state.Agents.Values)
        {
            var given = GivenAway(state, agent.Id);
            SimFailure.Unless(
                agent.Total.Contains(given.Unallocated) || agent.Total.Contains((given - Imagined(state, agent.Id, agents)).Unallocated),
                () => $"{name} has given away {given} of agent {agent.Id}, which has {agent.Total}");
            foreach (var (resource, amount) in Quantities.Of(given))
            {
                all[resource] = all.GetValueOrDefault(resource) + amount;
            }
        }

        var thought = state.Allocator.UsedQuantities;
        foreach (var resource in (string[])["cpus", "mem"])
        {
            SimFailure.Unless(
                (thought[resource] ?? 0) == all.GetValueOrDefault(resource),
                () => $"the allocator of {name} thinks that {thought[resource] / 1000.0} {resource} are given away, but offers, tasks and executors "
                    + $"hold {all.GetValueOrDefault(resource) / 1000.0}");
        }
    }

    /// <summary>What offers, tasks and executors of an agent hold.</summary>
    public static Resources GivenAway(MasterState state, AgentId agent)
    {
        var given = Resources.Empty;
        foreach (var offer in state.OffersOf(agent))
        {
            given += state.Offers[offer].Resources;
        }

        foreach (var key in state.TasksOf(agent))
        {
            given += state.Tasks[key].IsFreed ? Resources.Empty : state.Tasks[key].Resources;
        }

        foreach (var key in state.ExecutorsOf(agent))
        {
            given += state.Executors[key].Resources;
        }

        return given;
    }

    /// <summary>
    /// What tasks hold that the agent does not know. It may never come to know them: they were launched on what it turned out not to have, or
    /// have been lost on the way, and the master learns that later. As soon as it does know them, they count.
    /// </summary>
    private static Resources Imagined(MasterState state, AgentId id, IEnumerable<SimAgent> agents)
    {
        var imagined = Resources.Empty;
        if (agents.FirstOrDefault(agent => agent.State?.Id == id)?.State is { } real)
        {
            foreach (var task in state.TasksOf(id).Select(key => state.Tasks[key]).Where(static task => !task.IsFreed))
            {
                imagined += real.Tasks.Keys.Any(key => key.Task == task.Id) ? Resources.Empty : task.Resources;
            }
        }

        return imagined;
    }

    private static void CheckReal(SimAgent agent)
    {
        if (agent.State is { } state)
        {
            var running = agent.ExecutorHost.Machine.Running.SelectMany(static container => container.Task.Resources);
            var cpus = running.Where(static one => one.Name == "cpus").Sum(static one => one.Scalar.Value);
            var has = state.Info.Resources.Where(static one => one.Name == "cpus").Sum(static one => one.Scalar.Value);
            SimFailure.Unless(cpus <= has, () => $"on {agent.Name}, which has {has} cpus, tasks with {cpus} cpus run");
        }
    }
}
