using Kernel.Tests.Simulation.Processes;
using Kernel.Tests.Simulation.World;
using Mesos.V1.Quota;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>A role is guaranteed something, or limited, or both; now and then by force.</summary>
public sealed class SetQuota : IMove
{
    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        var world = cluster.World;
        var config = new QuotaConfig { Role = world.Pick(SimOperator.Roles) };
        if (!world.OneIn(3))
        {
            config.Guarantees.Add("cpus", new() { Value = 1 + world.Chance.Next(3) });
            config.Guarantees.Add("mem", new() { Value = 64 * (1 + world.Chance.Next(4)) });
        }

        if (config.Guarantees.Count == 0 || world.OneIn(2))
        {
            config.Limits.Add("cpus", new() { Value = 3 + world.Chance.Next(4) });
            config.Limits.Add("mem", new() { Value = 256 + (64 * world.Chance.Next(4)) });
        }

        cluster.Operator.SetQuota(config, force: world.OneIn(3));
    }
}
