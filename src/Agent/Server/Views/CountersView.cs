using System.Collections.Immutable;
using Kernel.Agent.Core;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Views;

/// <summary>What an agent had counted at one moment.</summary>
/// <param name="TasksEnded">Tasks that ended, by state.</param>
/// <param name="ExecutorsTerminated">Executors that ended.</param>
/// <param name="LaunchErrors">Containers that could not be started.</param>
/// <param name="ValidUpdates">Status updates taken.</param>
/// <param name="InvalidUpdates">Status updates refused.</param>
/// <param name="ValidMessages">Messages passed to executors.</param>
/// <param name="InvalidMessages">Messages for executors that were not there.</param>
public sealed record CountersView(
    ImmutableDictionary<V1.TaskState, long> TasksEnded,
    long ExecutorsTerminated,
    long LaunchErrors,
    long ValidUpdates,
    long InvalidUpdates,
    long ValidMessages,
    long InvalidMessages)
{
    /// <summary>Takes the view. Only between two inputs.</summary>
    public static CountersView Of(AgentCounters counters) => new(
        counters.TasksEnded.ToImmutableDictionary(),
        counters.ExecutorsTerminated,
        counters.LaunchErrors,
        counters.ValidUpdates,
        counters.InvalidUpdates,
        counters.ValidMessages,
        counters.InvalidMessages);
}
