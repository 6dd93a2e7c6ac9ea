using Kernel.Agent.Core;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>What is promised is durable: an agent that has been told its id finds it in the registry, whichever master leads.</summary>
public sealed class RegistrationCheck(SimCluster cluster)
{
    private readonly HashSet<string> known = [];

    /// <summary>Checks agents that have just been told their ids.</summary>
    public void Check()
    {
        foreach (var agent in cluster.Agents)
        {
            if (agent.State is { Phase: AgentPhase.Running, Id: { } id } && known.Add(id.Value))
            {
                SimFailure.Unless(
                    cluster.Registry.Database.Entries("master/").Any(entry => entry.Key.EndsWith($"/{id}", StringComparison.Ordinal)),
                    () => $"{agent.Name} is registered as {id}, which is not in the registry");
            }
        }
    }
}
