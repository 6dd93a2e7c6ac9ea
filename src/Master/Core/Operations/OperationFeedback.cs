using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using Mesos.V1;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Operations;

/// <summary>How operations on resources fare, as frameworks that gave them an id are told (mesos.md 2.15).</summary>
public static class OperationFeedback
{
    /// <summary>An agent has sent a status.</summary>
    public static void Decide(MasterState state, MasterInput.OperationStatusForwarded input, MasterStep step)
    {
        var update = input.Update;
        if (update.OperationUuid is null || !state.Operations.TryGetValue(update.OperationUuid.Value, out var operation))
        {
            step.Note("Ignored the status of an operation that is not known");
            return;
        }

        var latest = update.LatestStatus ?? update.Status;
        var next = operation with { LatestStatus = latest, Statuses = operation.Statuses.Add(update.Status) };
        state.Put(next);
        var framework = operation.Framework is { } id ? state.Frameworks.GetValueOrDefault(id) : null;
        if (operation.Id is not null && framework is not null)
        {
            Tell(framework, update.Status, step);
        }
        else if (update.Status.Uuid is { } uuid && state.Agents.TryGetValue(operation.Agent, out var agent))
        {
            // Nobody waits for it, so the master acknowledges.
            Acknowledge(agent, operation.Uuid, uuid.Value, step);
            Settle(state, next);
        }
        else
        {
            Settle(state, next);
        }
    }

    /// <summary>A framework has acknowledged a status.</summary>
    public static void Acknowledge(
        MasterState state, Framework framework, Call.Types.AcknowledgeOperationStatus call, MasterStep step)
    {
        var operation = Find(state, framework, call.OperationId);
        if (operation is null || !state.Agents.TryGetValue(operation.Agent, out var agent))
        {
            step.Note($"Dropped the acknowledgement of operation {call.OperationId.Value}: it, or its agent, is not known");
            return;
        }

        Acknowledge(agent, operation.Uuid, call.Uuid, step);
        if (operation.LatestStatus.Uuid?.Value == call.Uuid)
        {
            Settle(state, operation);
            Agents.FinishDraining.Decide(state, agent.Id, step);
        }
    }

    /// <summary>A framework asks how its operations fare.</summary>
    public static void Reconcile(
        MasterState state, Framework framework, Call.Types.ReconcileOperations call, MasterStep step)
    {
        if (call.Operations.Count == 0)
        {
            foreach (var uuid in state.OperationsOf(framework.Id))
            {
                TellLatest(framework, state.Operations[uuid], step);
            }

            return;
        }

        foreach (var asked in call.Operations)
        {
            if (Find(state, framework, asked.OperationId) is { } known)
            {
                TellLatest(framework, known, step);
            }
            else
            {
                var status = new OperationStatus
                {
                    OperationId = asked.OperationId,
                    State = Unknown(state, asked.AgentId),
                    AgentId = asked.AgentId,
                    ResourceProviderId = asked.ResourceProviderId,
                    Message = "Reconciliation: Operation is unknown",
                };
                Tell(framework, status, step);
            }
        }
    }

    /// <summary>The agent of operations has become unreachable: those who wait are told once.</summary>
    public static void LoseSight(MasterState state, AgentId agent, MasterStep step)
    {
        foreach (var operation in state.OperationsOf(agent).Select(uuid => state.Operations[uuid]))
        {
            if (operation.Id is { } id
                && operation.Framework is { } framework
                && state.Frameworks.TryGetValue(framework, out var known))
            {
                Tell(known, new()
                {
                    OperationId = new() { Value = id.Value },
                    State = OperationState.OperationUnreachable,
                    Message = "Agent was marked unreachable",
                    AgentId = new() { Value = agent.Value },
                }, step);
            }
        }
    }

    /// <summary>An agent that has come back tells which operations it knows.</summary>
    public static void Recover(MasterState state, ImmutableArray<OperationEntry> operations, MasterStep step)
    {
        foreach (var operation in operations.Where(operation => !state.Operations.ContainsKey(operation.Uuid)))
        {
            state.Put(operation);
            step.Note($"Recovered operation {Convert.ToHexString(operation.Uuid.Span)} of agent {operation.Agent}");
        }
    }

    private static OperationEntry? Find(MasterState state, Framework framework, OperationID id) => state.OperationsOf(framework.Id)
        .Select(uuid => state.Operations[uuid])
        .FirstOrDefault(operation => operation.Info.Id?.Value == id.Value);

    private static OperationState Unknown(MasterState state, AgentID? agent) => agent switch
    {
        { } id when state.Recovered.ContainsKey(new(id.Value)) => OperationState.OperationRecovering,
        { } id when state.Unreachable.ContainsKey(new(id.Value)) => OperationState.OperationUnreachable,
        { } id when state.Gone.ContainsKey(new(id.Value)) => OperationState.OperationGoneByOperator,
        _ => OperationState.OperationUnknown,
    };

    private static void TellLatest(Framework framework, OperationEntry operation, MasterStep step)
    {
        if (operation.Id is null)
        {
            return;
        }

        var status = operation.LatestStatus.Clone();
        status.Uuid = null;
        status.OperationId = operation.Info.Id;
        Tell(framework, status, step);
    }

    private static void Tell(Framework framework, OperationStatus status, MasterStep step)
    {
        if (framework.StreamId is { } stream)
        {
            step.Do(new MasterEffect.SendEvent(stream, new()
            {
                Type = Event.Types.Type.UpdateOperationStatus, UpdateOperationStatus = new() { Status = status },
            }));
        }
    }

    private static void Acknowledge(Agent agent, ByteString operation, ByteString status, MasterStep step) =>
        step.Do(new MasterEffect.SendToAgent(agent.Pid, new AcknowledgeOperationStatusMessage
        {
            OperationUuid = new() { Value = operation }, StatusUuid = new() { Value = status },
        }));

    private static void Settle(MasterState state, OperationEntry operation)
    {
        if (operation.IsTerminal)
        {
            state.Remove(operation);
        }
    }
}
