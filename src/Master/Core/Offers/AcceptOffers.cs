using System.Collections.Immutable;
using Kernel.Master.Core.Operations;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Offers;

/// <summary>
/// A framework accepts offers and says what is to be done with them (Mesos: Master::accept, Master::_accept; mesos.md 2.6). The operations
/// are applied in order to what is left of the offers; one that fails is skipped.
/// </summary>
public static class AcceptOffers
{
    /// <summary>Decides.</summary>
    public static void Decide(
        MasterState state, Framework framework, Call.Types.Accept call, ImmutableArray<AskedOperation> operations, MasterStep step)
    {
        if (Refuse(state, framework, call) is { } reason)
        {
            Discard(state, framework, call, step);
            DropOperations.All(state, framework, operations, Reason.InvalidOffers, $"Task launched with invalid offers: {reason}", step);
            return;
        }

        var offers = call.OfferIds.Select(id => state.Offers[new(id.Value)]).ToList();
        if (!state.Agents.TryGetValue(offers[0].Agent, out var agent) || !agent.IsConnected)
        {
            Discard(state, framework, call, step);
            var gone = agent is null;
            DropOperations.All(
                state, framework, operations, gone ? Reason.AgentRemoved : Reason.AgentDisconnected,
                gone ? "Agent removed" : "Agent disconnected", step);
            return;
        }

        Apply(state, framework, agent, offers, call, operations, step);
    }

    private static void Apply(
        MasterState state,
        Framework framework,
        Agent agent,
        List<Offer> offers,
        Call.Types.Accept call,
        ImmutableArray<AskedOperation> operations,
        MasterStep step)
    {
        foreach (var offer in offers)
        {
            state.Remove(offer);
        }

        state.Counters.Of(framework.Id)?.Accepted(offers.Count);
        var acceptance = new Acceptance(state, framework, agent, offers, step);
        foreach (var operation in operations)
        {
            ApplyOperation.Decide(acceptance, OfferRole.Fill(operation, offers[0].Role));
        }

        acceptance.Finish(DeclineOffers.RefusalOf(call.Filters));
    }

    private static string? Refuse(MasterState state, Framework framework, Call.Types.Accept call)
    {
        if (call.OfferIds.Count == 0)
        {
            return "No offers specified";
        }

        var seen = new HashSet<string>();
        Offer? first = null;
        foreach (var id in call.OfferIds)
        {
            if (!seen.Add(id.Value))
            {
                return $"Duplicate offer {id.Value} in offer list";
            }

            if (!state.Offers.TryGetValue(new(id.Value), out var offer))
            {
                return $"Offer {id.Value} is no longer valid";
            }

            if (offer.Framework != framework.Id)
            {
                return $"Offer {id.Value} has invalid framework {offer.Framework} while framework {framework.Id} is expected";
            }

            first ??= offer;
            if (offer.Role != first.Role)
            {
                return $"Aggregated offers must be allocated to the same role. Offer {offer.Id} uses role '{offer.Role}' but another is using role '{first.Role}'";
            }

            if (offer.Agent != first.Agent)
            {
                return $"Aggregated offers must belong to one single agent. Offer {offer.Id} uses agent {offer.Agent} and agent {first.Agent}";
            }
        }

        return null;
    }

    /// <summary>Of an accept that is refused, the offers that do stand are used up: their resources are offered anew.</summary>
    private static void Discard(MasterState state, Framework framework, Call.Types.Accept call, MasterStep step)
    {
        foreach (var id in call.OfferIds.Select(static id => new OfferId(id.Value)).Distinct())
        {
            if (state.Offers.TryGetValue(id, out var offer) && offer.Framework == framework.Id)
            {
                RescindOffers.Discard(state, offer, step);
            }
        }
    }
}
