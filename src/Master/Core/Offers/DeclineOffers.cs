using Kernel.Master.Core.Allocation;
using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Offers;

/// <summary>A framework declines offers (mesos.md 2.7). Ids that are not outstanding are ignored.</summary>
public static class DeclineOffers
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Framework framework, Call.Types.Decline call, MasterStep step)
    {
        var refusal = RefusalOf(call.Filters);
        foreach (var id in call.OfferIds)
        {
            if (state.Offers.TryGetValue(new(id.Value), out var offer) && offer.Framework == framework.Id)
            {
                RescindOffers.Discard(state, offer, step, refusal);
                state.Counters.Of(framework.Id)?.Declined(1);
            }
        }
    }

    /// <summary>For how long filters refuse; filters that are not set refuse for the default time.</summary>
    public static Refusal RefusalOf(Mesos.V1.Filters? filters) =>
        filters is { HasRefuseSeconds: true } ? Refusal.FromSeconds(filters.RefuseSeconds) : Refusal.Default;
}
