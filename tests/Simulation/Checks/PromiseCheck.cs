using Kernel.Master.Core;
using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Checks;

/// <summary>What operators were answered is durable: every master that begins to lead finds it in the registry.</summary>
public static class PromiseCheck
{
    /// <summary>Watches every election.</summary>
    public static void Watch(SimCluster cluster) => cluster.World.Trace.Added += (_, what) =>
    {
        if (what is MasterInput.Elected elected)
        {
            Check(cluster.Operator.Promises, elected.Registry);
        }
    };

    /// <summary>Checks a registry.</summary>
    public static void Check(Promises promises, Registry registry)
    {
        var facts = new RegistryFacts(registry);
        var broken = promises.Broken(facts.Read);
        SimFailure.Unless(broken is null, () => broken!);
    }
}
