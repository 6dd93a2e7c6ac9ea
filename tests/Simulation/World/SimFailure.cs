namespace Kernel.Tests.Simulation.World;

/// <summary>Something that must hold in every cluster does not hold in this one.</summary>
public sealed class SimFailure(string what) : Exception(what)
{
    /// <summary>Demands that something holds.</summary>
    public static void Unless(bool condition, Func<string> what)
    {
        if (!condition)
        {
            throw new SimFailure(what());
        }
    }
}
