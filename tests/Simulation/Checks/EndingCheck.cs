using Kernel.Agent.Core;
using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// No task is ended that nobody wants ended: whatever becomes of masters, agents and connections, only its framework ends a
/// running task of a framework that checkpoints.
/// </summary>
public static class EndingCheck
{
    /// <summary>Watches every executor host.</summary>
    public static void Watch(SimCluster cluster)
    {
        foreach (var agent in cluster.Agents)
        {
            agent.ExecutorHost.Ending += (container, order) => Check(cluster, agent, container, order);
        }
    }

    private static void Check(SimCluster cluster, SimAgent agent, SimContainer container, AgentEffect order)
    {
        var id = container.Task.Info.TaskId.Value;
        var owner = cluster.Frameworks.Single(framework => framework.Tasks.ContainsKey(id));
        SimFailure.Unless(
            container.IsOver || owner.Tasks[id].IsKillAsked,
            () => $"{agent.Name} ends {id} of {owner.Name} ({order.GetType().Name}), which nobody has asked for");
    }
}
