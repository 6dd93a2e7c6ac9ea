using System.Collections.Immutable;
using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Master.Core.Operations;

/// <summary>
/// An agent has told which operations it knows (Mesos: Master::updateSlave). Those that the master does not know become known
/// again; those that the agent does not know have been lost on the way, and it is asked after them.
/// </summary>
public static class RecoverOperations
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Agent agent, ImmutableArray<OperationEntry> reported, MasterStep step)
    {
        foreach (var operation in reported)
        {
            state.Put(state.Operations.TryGetValue(operation.Uuid, out var known)
                ? known with { LatestStatus = operation.LatestStatus }
                : operation);
        }

        var named = reported.Select(static operation => operation.Uuid).ToHashSet();
        var lost = state.OperationsOf(agent.Id)
            .Select(uuid => state.Operations[uuid])
            .Where(operation => !operation.IsTerminal && !named.Contains(operation.Uuid))
            .ToList();
        if (lost.Count > 0)
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, Question(lost)));
        }
    }

    private static ReconcileOperationsMessage Question(IEnumerable<OperationEntry> lost)
    {
        var message = new ReconcileOperationsMessage();
        message.Operations.AddRange(lost.Select(static operation => new ReconcileOperationsMessage.Types.Operation
        {
            OperationUuid = new() { Value = operation.Uuid }, OperationId = operation.Info.Id,
        }));
        return message;
    }
}
