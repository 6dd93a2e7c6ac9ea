using Kernel.Master.Core.Agents;
using Kernel.Master.Core.Offers;
using Kernel.Model;
using Mesos.Internal;
using Mesos.V1;

namespace Kernel.Master.Core.Operations;

/// <summary>
/// An agent has said how an operation stands: its framework is told, and what the operation held is settled (Mesos:
/// Master::updateOperationStatus).
/// </summary>
public static class ForwardOperationStatus
{
    /// <summary>How long the master waits for a framework that it does not know before it acknowledges in its place.</summary>
    public static readonly TimeSpan AdoptionDelay = TimeSpan.FromMinutes(10);

    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, UpdateOperationStatusMessage update, MasterStep step)
    {
        if (update.SlaveId is null || !state.Agents.TryGetValue(new(update.SlaveId.Value), out var agent))
        {
            step.Note($"Ignored the status of an operation from unknown agent {update.SlaveId?.Value}");
            return;
        }

        var framework = update.FrameworkId is { } id ? state.Frameworks.GetValueOrDefault(new(id.Value)) : null;
        var status = ToTell(update, agent);
        if (status.OperationId is not null)
        {
            OperationFeedback.Tell(framework, status, step);
        }

        if (update.OperationUuid is { } uuid && state.Operations.TryGetValue(uuid.Value, out var operation))
        {
            Update(state, operation, update, status, step);
        }

        if (NobodyWillAcknowledge(state, update, agent, step.Now))
        {
            OperationFeedback.Acknowledge(
                agent, update.OperationUuid.Value, update.Status.Uuid.Value, update.Status.ResourceProviderId, step);
            Forget(state, update, agent, step);
        }
    }

    private static OperationStatus ToTell(UpdateOperationStatusMessage update, Agent agent)
    {
        var status = update.Status.Clone();
        status.AgentId ??= new() { Value = agent.Id.Value };
        return status;
    }

    private static void Update(
        MasterState state, OperationEntry operation, UpdateOperationStatusMessage update, OperationStatus status, MasterStep step)
    {
        var wasTerminal = operation.IsTerminal;
        var latest = update.LatestStatus ?? status;
        var isRepeated = operation.Statuses is [.., var last] && last.Uuid?.Value == status.Uuid?.Value;
        var next = operation with
        {
            LatestStatus = latest, Statuses = isRepeated ? operation.Statuses : operation.Statuses.Add(status),
        };
        state.Put(next);
        if (next.IsTerminal && !wasTerminal)
        {
            state.Counters.Count(next.Info.Type, next.LatestStatus.State);
        }

        if (next.IsTerminal && !wasTerminal && next.LatestStatus.State != OperationState.OperationFinished)
        {
            TakeBack(state, next, step);
        }

        if (next.IsTerminal && update.Status.Uuid is null)
        {
            state.Remove(next);
            FinishDraining.Decide(state, next.Agent, step);
        }
    }

    /// <summary>
    /// The agent could not do what was taken for granted: its resources are again what they were, unless somebody already uses what they
    /// were thought to have become, which the agent will refuse in turn.
    /// </summary>
    private static void TakeBack(MasterState state, OperationEntry operation, MasterStep step)
    {
        var conversion = operation.Conversion.Unallocated;
        if (conversion.After.IsEmpty)
        {
            GiveBack(state, operation, step);
            return;
        }

        foreach (var offer in state.OffersOf(operation.Agent).Select(id => state.Offers[id]).ToList())
        {
            RescindOffers.Rescind(state, offer, step);
        }

        if (state.Allocator.UpdateAvailable(operation.Agent, conversion.After, conversion.Before))
        {
            var agent = state.Agents[operation.Agent];
            state.Put(agent with { Total = agent.Total - conversion.After + conversion.Before });
        }

        step.Note($"Operation {operation.Info.Type} on agent {operation.Agent} came to {operation.LatestStatus.State}: "
            + operation.LatestStatus.Message);
    }

    /// <summary>What an operation that yields nothing at once had consumed is free again.</summary>
    private static void GiveBack(MasterState state, OperationEntry operation, MasterStep step)
    {
        if (operation.Framework is { } framework)
        {
            state.Allocator.Recover(framework, operation.Agent, operation.Conversion.Before, step.Now);
        }
    }

    /// <summary>
    /// Whether a status waits for an acknowledgement that cannot come: it is an operator's, its framework asked for no feedback or is
    /// removed, or has not shown up for long enough.
    /// </summary>
    private static bool NobodyWillAcknowledge(
        MasterState state, UpdateOperationStatusMessage update, Agent agent, Moment now)
    {
        if (update.Status.Uuid is null || update.OperationUuid is null)
        {
            return false;
        }

        if (update.FrameworkId is null || update.Status.OperationId is null)
        {
            return true;
        }

        var framework = new FrameworkId(update.FrameworkId.Value);
        return !state.Frameworks.ContainsKey(framework)
            && (state.IsCompleted(framework) || now - (agent.Reregistered ?? agent.Registered) > AdoptionDelay);
    }

    private static void Forget(MasterState state, UpdateOperationStatusMessage update, Agent agent, MasterStep step)
    {
        if (state.Operations.TryGetValue(update.OperationUuid.Value, out var operation) && operation.IsTerminal)
        {
            state.Remove(operation);
            FinishDraining.Decide(state, agent.Id, step);
        }
    }
}
