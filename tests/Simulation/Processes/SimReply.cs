using Kernel.Model;

namespace Kernel.Tests.Simulation.Processes;

/// <summary>An answer that goes back over a simulated connection.</summary>
public sealed class SimReply<T>(Action<T> answer) : IReply<T>
{
    /// <inheritdoc/>
    public void Answer(T given) => answer(given);
}
