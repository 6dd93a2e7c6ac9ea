using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>Sends outcomes of operations to the master until they are acknowledged, as status updates are.</summary>
public static class OperationForwarding
{
    /// <summary>Sends an outcome, if there is a master to send it to.</summary>
    public static void Forward(AgentState state, AgentOperation operation, AgentStep step)
    {
        if (state is not { Phase: AgentPhase.Running, Registration.Master: { } master })
        {
            return;
        }

        step.Do(new SendToPeer(master, Update(state, operation.Message)));
        step.After(operation.RetryDelay, new OperationRetryDue(operation.Uuid, operation.Generation));
    }

    /// <summary>An outcome has waited long enough.</summary>
    public static void Decide(AgentState state, OperationRetryDue due, AgentStep step)
    {
        if (state.Phase == AgentPhase.Running
            && state.Resources.Operations.TryGetValue(due.Operation, out var operation)
            && operation.Generation == due.Generation)
        {
            var longer = operation.RetryDelay * 2 > UpdateStream.RetryMax
                ? UpdateStream.RetryMax
                : operation.RetryDelay * 2;
            state.Resources.Set(operation with { RetryDelay = longer });
            Forward(state, state.Resources.Operations[due.Operation], step);
        }
    }

    /// <summary>An outcome has been seen: the operation is forgotten.</summary>
    public static void Decide(AgentState state, OperationAcknowledged input, AgentStep step)
    {
        if (input.Message.OperationUuid.Value.Length != 16)
        {
            return;
        }

        var uuid = OperationApplying.ToGuid(input.Message.OperationUuid.Value);
        if (state.Resources.Operations.TryGetValue(uuid, out var operation)
            && operation.Message.LatestStatus.Uuid.Value == input.Message.StatusUuid.Value)
        {
            state.Resources.Operations.Remove(uuid);
            step.Delete(AgentKeys.Of(uuid));
            DrainBeginning.EndIfDone(state, step);
        }
    }

    /// <summary>The master asks what became of operations: those that never came here were dropped.</summary>
    public static void Decide(AgentState state, OperationsReconciling input, AgentStep step)
    {
        foreach (var asked in input.Message.Operations)
        {
            if (asked.OperationUuid is not { Value.Length: 16 } uuid || state.Registration.Master is not { } master)
            {
                continue;
            }

            if (state.Resources.Operations.TryGetValue(OperationApplying.ToGuid(uuid.Value), out var operation))
            {
                step.Do(new SendToPeer(master, Update(state, operation.Message)));
            }
            else
            {
                step.Do(new SendToPeer(master, Dropped(state, uuid)));
            }
        }
    }

    /// <summary>A master has (re-)registered the agent: every outcome is sent anew.</summary>
    public static void ResumeAll(AgentState state, AgentStep step)
    {
        foreach (var operation in state.Resources.Operations.Values.ToArray())
        {
            var resumed = operation with { RetryDelay = UpdateStream.RetryMin, Generation = operation.Generation + 1 };
            state.Resources.Set(resumed);
            Forward(state, resumed, step);
        }
    }

    private static UpdateOperationStatusMessage Update(AgentState state, V1.Operation operation) => new()
    {
        FrameworkId = operation.FrameworkId,
        SlaveId = state.Info.Id,
        Status = operation.LatestStatus,
        LatestStatus = operation.LatestStatus,
        OperationUuid = operation.Uuid,
    };

    private static UpdateOperationStatusMessage Dropped(AgentState state, V1.UUID uuid) => new()
    {
        SlaveId = state.Info.Id,
        Status = new() { State = V1.OperationState.OperationDropped, AgentId = state.Info.Id },
        OperationUuid = uuid,
    };
}
