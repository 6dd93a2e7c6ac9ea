using Kernel.Master.Core.Allocation;
using Kernel.Master.Core.Authorization;
using Kernel.Master.Core.Offers;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Core.Operators;

/// <summary>
/// An operator reserves resources, or makes volumes, on an agent. What is offered of it is taken back, one offer after the other,
/// until what is needed is free (mesos.md 5.10; Mesos: Master::Http::_operation).
/// </summary>
public static class ApplyOperatorOperation
{
    /// <summary>For how long those whose offers are taken back are not offered the same again.</summary>
    private static readonly Refusal Grace = Refusal.Default;

    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, OperatorCall.Apply call, Principal? caller, MasterStep step)
    {
        if (!state.Agents.TryGetValue(call.Agent, out var agent))
        {
            return CallAnswer.BadRequest("No agent found with specified ID");
        }

        var asker = OperationAsker.Operator(caller?.Value);
        if (AppliedOperation.Refuse(call.Operation, asker, agent, ApplyOperation.InUse(state, agent.Id)) is { } reason)
        {
            return CallAnswer.BadRequest(
                $"Invalid {NameOf(call.Operation)} operation on agent {agent.Id} at {agent.Pid} ({agent.Info.Hostname}): {reason}");
        }

        if (OperationPermissions.Refuse(state.Settings.Acls, caller, call.Operation) is { } denial)
        {
            return CallAnswer.Forbidden(denial);
        }

        if (!agent.IsConnected || !agent.Can(CapabilityType.ResourceProvider))
        {
            return CallAnswer.Conflict($"Agent {agent.Id} is disconnected, or does not take operations");
        }

        return Apply(state, agent, call.Operation, step);
    }

    private static CallAnswer Apply(MasterState state, Agent agent, AskedOperation operation, MasterStep step)
    {
        var conversion = AppliedOperation.Convert(operation);
        TakeBackOffers(state, agent.Id, conversion.Before, step);
        if (!state.Allocator.UpdateAvailable(agent.Id, conversion.Before, conversion.After))
        {
            return CallAnswer.Conflict($"{state.Allocator.Free(agent.Id)} does not contain {conversion.Before}");
        }

        var applied = agent with { Total = conversion.Apply(agent.Total) };
        state.Put(applied);
        ApplyOperation.Send(state, applied, null, operation, step);
        return CallAnswer.Accepted;
    }

    private static void TakeBackOffers(MasterState state, AgentId agent, Resources needed, MasterStep step)
    {
        foreach (var id in state.OffersOf(agent).ToList())
        {
            if (state.Allocator.Free(agent).Contains(needed))
            {
                return;
            }

            var offer = state.Offers[id];
            if (offer.Resources.Any(offered => needed.Any(need => need.Kind.Equals(offered.Kind.AllocatedTo(null)))))
            {
                RescindOffers.Rescind(state, offer, step, Grace);
            }
        }
    }

    private static string NameOf(AskedOperation operation) => operation.Info.Type switch
    {
        OperationType.Reserve => "RESERVE",
        OperationType.Unreserve => "UNRESERVE",
        OperationType.Create => "CREATE",
        OperationType.Destroy => "DESTROY",
        OperationType.GrowVolume => "GROW_VOLUME",
        OperationType.ShrinkVolume => "SHRINK_VOLUME",
        _ => "UNKNOWN",
    };
}
