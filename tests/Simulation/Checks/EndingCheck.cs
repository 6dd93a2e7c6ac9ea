using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>
/// No task is ended that nobody wants ended: whatever becomes of masters, agents and connections, only its framework ends a
/// running task of a framework that checkpoints, or an operator who wants its machine empty.
/// </summary>
public static class EndingCheck
{
    /// <summary>Watches every executor host.</summary>
    public static void Watch(SimCluster cluster)
    {
        foreach (var agent in cluster.Agents)
        {
            agent.ExecutorHost.Machine.Ended += task => Owner(cluster, task.TaskId.Value).Ended(task.TaskId.Value);
            agent.ExecutorHost.Machine.Started += container => container.IsDoomed |= cluster.Operator.WantsEmpty(agent);
            agent.ExecutorHost.Machine.Signaled += (container, _) => Check(cluster, agent, container);
        }
    }

    private static void Check(SimCluster cluster, SimAgent agent, SimContainer container)
    {
        var owner = Owner(cluster, container.TaskId);
        SimFailure.Unless(
            container.IsDoomed || owner.MayEnd(container.TaskId),
            () => $"{agent.Name} ends {container.TaskId} of {owner.Name}, which nobody has asked for");
    }

    private static ISimFramework Owner(SimCluster cluster, string task) =>
        cluster.Frameworks.SingleOrDefault(framework => framework.Owns(task)) ?? throw new SimFailure($"{task} runs, and no framework has launched it");
}
