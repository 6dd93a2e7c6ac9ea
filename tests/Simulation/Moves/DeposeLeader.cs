using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>The registry takes the leadership away: until the leader notices, two lead.</summary>
public sealed class DeposeLeader : IMove
{
    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public void Make(SimCluster cluster)
    {
        cluster.World.Note("registry", "takes the leadership away");
        cluster.Registry.Database.Depose();
    }
}
