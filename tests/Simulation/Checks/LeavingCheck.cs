using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// What operators take away stays away: on an agent that is drained nothing runs, one that is not offered is in no offer, one that is gone never
/// comes back.
/// </summary>
public sealed class LeavingCheck(SimCluster cluster)
{
    private readonly Dictionary<SimMaster, long> seen = [];
    private readonly HashSet<AgentId> gone = [];

    /// <summary>Checks what may have changed.</summary>
    public void Check()
    {
        foreach (var master in cluster.Masters.Where(master => master.State is not null && seen.GetValueOrDefault(master) != master.Turns))
        {
            seen[master] = master.Turns;
            CheckOffers(master.Name, master.State!);
            if (master.Epoch == cluster.Registry.Database.Epoch)
            {
                CheckGone(master.Name, master.State!);
                CheckDrained(master.State!);
            }
        }
    }

    /// <summary>An agent that is not offered is in no offer.</summary>
    public static void CheckOffers(string name, MasterState state)
    {
        foreach (var agent in state.Agents.Values)
        {
            SimFailure.Unless(
                agent.IsActive || state.OffersOf(agent.Id).Count == 0,
                () => $"{name} offers agent {agent.Id}, which is {(agent.IsConnected ? "deactivated" : "not connected")}");
            SimFailure.Unless(
                !(state.Machines.GetValueOrDefault(agent.Machine) is { IsDown: true }),
                () => $"{name} has agent {agent.Id} registered, whose machine is down");
        }
    }

    /// <summary>An agent that was gone under one leader is so under every other.</summary>
    public void CheckGone(string name, MasterState state)
    {
        foreach (var agent in state.Agents.Keys)
        {
            SimFailure.Unless(!gone.Contains(agent), () => $"{name} has agent {agent} registered, which is gone");
        }

        if (state.Gone.Count > 0)
        {
            var durable = new RegistryFacts(new([.. cluster.Registry.Database.Entries(RegistryKeys.Prefix)]));
            gone.UnionWith(state.Gone.Keys.Where(id => durable.Read(RegistryFacts.OfGone(id)) == RegistryFacts.Gone));
        }
    }

    /// <summary>
    /// On an agent that is drained nothing runs; that a task is over it may tell another time, if the acknowledgement was lost. A new leader
    /// may first hear what the agent said long ago: of tasks that are over by now, until it hears what was said since.
    /// </summary>
    public void CheckDrained(MasterState state)
    {
        foreach (var agent in state.Agents.Values.Where(static agent => agent.Drain is { State: DrainState.Drained } && agent.IsDeactivated))
        {
            var process = cluster.Agents.FirstOrDefault(one => one.State?.Id == agent.Id);
            var live = state.TasksOf(agent.Id).Select(key => state.Tasks[key])
                .FirstOrDefault(task => !task.IsFreed && process?.State?.Tasks.Keys.Any(key => key.Task == task.Id) != false);
            SimFailure.Unless(live is null, () => $"agent {agent.Id} is drained, and {live!.Key} is {live.State} there");
            var running = process?.ExecutorHost.Machine.Running.FirstOrDefault();
            SimFailure.Unless(running is null, () => $"agent {agent.Id} is drained, and {running!.TaskId} runs there");
        }
    }
}
