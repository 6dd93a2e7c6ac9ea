using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>An operation on the agent's resources whose outcome is on its way to its framework.</summary>
/// <param name="Uuid">Its uuid.</param>
/// <param name="Message">The operation and its outcome.</param>
public sealed record AgentOperation(Guid Uuid, V1.Operation Message)
{
    /// <summary>How long the outcome waits before it is sent again.</summary>
    public TimeSpan RetryDelay { get; init; } = UpdateStream.RetryMin;

    /// <summary>Counts the restarts of that wait.</summary>
    public int Generation { get; init; }
}
