using Google.Protobuf.Collections;
using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Offers;

/// <summary>A framework says whether it can leave agents that will be unavailable (mesos.md 2.14).</summary>
public static class AnswerInverseOffers
{
    /// <summary>ACCEPT_INVERSE_OFFERS.</summary>
    public static void Accept(MasterState state, Framework framework, Call.Types.AcceptInverseOffers call, MasterStep step) =>
        Answer(state, framework, call.InverseOfferIds, InverseOfferAnswer.Accepted, call.Filters, step);

    /// <summary>DECLINE_INVERSE_OFFERS.</summary>
    public static void Decline(MasterState state, Framework framework, Call.Types.DeclineInverseOffers call, MasterStep step) =>
        Answer(state, framework, call.InverseOfferIds, InverseOfferAnswer.Declined, call.Filters, step);

    private static void Answer(
        MasterState state,
        Framework framework,
        RepeatedField<Mesos.V1.OfferID> ids,
        InverseOfferAnswer answer,
        Mesos.V1.Filters? filters,
        MasterStep step)
    {
        foreach (var id in ids)
        {
            if (state.InverseOffers.TryGetValue(new(id.Value), out var offer) && offer.Framework == framework.Id)
            {
                state.Remove(offer);
                state.Allocator.AnswerInverseOffer(
                    framework.Id, offer.Agent, answer, step.Now, DeclineOffers.RefusalOf(filters));
            }
        }
    }
}
