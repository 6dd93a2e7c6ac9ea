using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>What the judge says of an agent and a subscription.</summary>
/// <param name="Reason">Why it is passed over; <see cref="PassedOver.Not"/> if it is not.</param>
/// <param name="Offer">What is offered, or would be but for the reason; not allocated.</param>
/// <param name="IsTrimmed">Whether quota has kept something from the offer.</param>
/// <param name="Filter">The filter that refuses the offer; -1 if none does.</param>
internal readonly record struct Judgement(PassedOver Reason, Resources Offer, bool IsTrimmed = false, int Filter = -1)
{
    /// <summary>
    /// Whether the reason stands until the agent, the framework or a filter changes, whatever else is allocated: then
    /// the
    /// agent need not be judged again before.
    /// </summary>
    public bool IsLasting(AllocatorAgent agent) => Reason switch
    {
        PassedOver.Constraints or PassedOver.Gpus or PassedOver.Region
            or PassedOver.AgentNotMultiRole or PassedOver.AgentNotHierarchical => true,
        PassedOver.Refused => !IsTrimmed && agent.SharedOffered.IsEmpty,
        _ => false,
    };
}
