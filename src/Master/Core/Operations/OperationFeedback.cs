using Google.Protobuf;
using Kernel.Master.Core.Agents;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Operations;

/// <summary>How operations stand, told to those who want to know (mesos.md 2.15).</summary>
public static class OperationFeedback
{
    /// <summary>A framework has received the status of an operation: its agent may forget it.</summary>
    public static void Acknowledge(
        MasterState state, Framework framework, Call.Types.AcknowledgeOperationStatus call, MasterStep step)
    {
        var operation = Find(state, framework, call.OperationId);
        if (operation is null
            || !state.Agents.TryGetValue(operation.Agent, out var agent)
            || !agent.IsConnected
            || agent.Id.Value != call.AgentId?.Value)
        {
            step.Note($"Dropped an acknowledgement of operation '{call.OperationId.Value}' of framework {framework.Id}: "
                + "it is unknown, or its agent is not connected");
            state.Counters.Count("invalid_operation_status_update_acknowledgements");
            return;
        }

        state.Counters.Count("valid_operation_status_update_acknowledgements");
        Acknowledge(agent, operation.Uuid, call.Uuid, call.ResourceProviderId, step);
        if (operation.IsTerminal && operation.LatestStatus.Uuid?.Value == call.Uuid)
        {
            state.Remove(operation);
            FinishDraining.Decide(state, agent.Id, step);
        }
    }

    /// <summary>A framework asks how its operations stand: one by one, or all of them.</summary>
    public static void Reconcile(
        MasterState state, Framework framework, Call.Types.ReconcileOperations call, MasterStep step)
    {
        if (call.Operations.Count == 0)
        {
            foreach (var uuid in state.OperationsOf(framework.Id))
            {
                if (state.Operations[uuid] is { Id: not null } operation)
                {
                    Tell(framework, Latest(operation), step);
                }
            }

            return;
        }

        foreach (var asked in call.Operations)
        {
            Tell(framework, Answer(state, framework, asked), step);
        }
    }

    /// <summary>
    /// An agent has said what it has, with all that operations have made of it: from now on nothing of them is taken for granted.
    /// </summary>
    public static void Settle(MasterState state, AgentId agent)
    {
        foreach (var operation in state.OperationsOf(agent).Select(uuid => state.Operations[uuid]).ToList())
        {
            if (!operation.Conversion.After.IsEmpty)
            {
                state.Put(operation with { Conversion = Conversion.None });
            }
        }
    }

    /// <summary>An agent cannot be reached: whoever waits for its operations is told, once.</summary>
    public static void LoseSight(MasterState state, AgentId agent, MasterStep step) =>
        TellOfAgent(state, agent, OperationState.OperationUnreachable, "Agent is unreachable", step);

    /// <summary>An agent is gone: whoever waits for its operations is told, once.</summary>
    public static void Gone(MasterState state, AgentId agent, MasterStep step) =>
        TellOfAgent(state, agent, OperationState.OperationGoneByOperator, "Agent marked gone by operator", step);

    /// <summary>Tells a framework a status, if it is connected.</summary>
    internal static void Tell(Framework? framework, OperationStatus status, MasterStep step)
    {
        if (framework?.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Event.Types.Type.UpdateOperationStatus, UpdateOperationStatus = new() { Status = status },
            }));
        }
    }

    /// <summary>Tells an agent that a status has arrived.</summary>
    internal static void Acknowledge(
        Agent agent, ByteString operation, ByteString status, ResourceProviderID? provider, MasterStep step) =>
        step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.AcknowledgeOperationStatusMessage
        {
            StatusUuid = new() { Value = status }, OperationUuid = new() { Value = operation }, ResourceProviderId = provider,
        }));

    private static void TellOfAgent(MasterState state, AgentId agent, OperationState to, string message, MasterStep step)
    {
        foreach (var operation in state.OperationsOf(agent).Select(uuid => state.Operations[uuid]))
        {
            if (operation is { Id: not null, IsTerminal: false, Framework: { } framework })
            {
                Tell(state.Frameworks.GetValueOrDefault(framework), new()
                {
                    OperationId = operation.Info.Id, State = to, Message = message, AgentId = new() { Value = agent.Value },
                }, step);
            }
        }
    }

    private static OperationEntry? Find(MasterState state, Framework framework, OperationID id) => state
        .OperationsOf(framework.Id)
        .Select(uuid => state.Operations[uuid])
        .FirstOrDefault(operation => operation.Info.Id?.Value == id.Value);

    private static OperationStatus Answer(
        MasterState state, Framework framework, Call.Types.ReconcileOperations.Types.Operation asked)
    {
        if (Find(state, framework, asked.OperationId) is { } known)
        {
            return Latest(known);
        }

        var (found, message) = Unknown(state, asked.AgentId is { } agent ? new AgentId(agent.Value) : null);
        return new()
        {
            OperationId = asked.OperationId,
            State = found,
            Message = $"Reconciliation: {message}",
            AgentId = asked.AgentId,
            ResourceProviderId = asked.ResourceProviderId,
        };
    }

    private static (OperationState State, string Message) Unknown(MasterState state, AgentId? agent) => agent switch
    {
        { } id when state.Recovered.ContainsKey(id) =>
            (OperationState.OperationRecovering, "Agent is recovered but has not re-registered"),
        { } id when state.Agents.ContainsKey(id) => (OperationState.OperationUnknown, "Operation is unknown"),
        { } id when state.Unreachable.ContainsKey(id) => (OperationState.OperationUnreachable, "Agent is unreachable"),
        { } id when state.Gone.ContainsKey(id) => (OperationState.OperationGoneByOperator, "Agent marked gone by operator"),
        _ => (OperationState.OperationUnknown, "Both operation and agent are unknown"),
    };

    /// <summary>The last status, as an answer that is not to be acknowledged.</summary>
    private static OperationStatus Latest(OperationEntry operation)
    {
        var status = operation.LatestStatus.Clone();
        status.Uuid = null;
        return status;
    }
}
