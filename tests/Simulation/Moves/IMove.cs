using Kernel.Tests.Simulation.World;

namespace Kernel.Tests.Simulation.Moves;

/// <summary>Something that chance may do to a cluster: a fault of the world, or an operator's wish.</summary>
public interface IMove
{
    /// <summary>How often it is made, beside the others.</summary>
    int Weight { get; }

    /// <summary>Makes it.</summary>
    void Make(SimCluster cluster);
}
