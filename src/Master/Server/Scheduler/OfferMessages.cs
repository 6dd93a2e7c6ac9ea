using Kernel.Master.Core;
using Kernel.Master.Core.Offers;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.V1.Scheduler;
using CapabilityType = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Server.Scheduler;

/// <summary>Writes offers in the format that a framework understands (mesos.md 2.2, 2.5).</summary>
public static class OfferMessages
{
    /// <summary>The event that offers are sent in.</summary>
    public static Event ToEvent(MasterEffect.SendOffers effect)
    {
        var offers = new Event.Types.Offers();
        offers.Offers_.AddRange(effect.Offers.Select(offer => ToMessage(offer, effect.Framework)));
        return new() { Type = Event.Types.Type.Offers, Offers = offers };
    }

    /// <summary>The message of one offer.</summary>
    public static Mesos.V1.Offer ToMessage(OfferToSend sent, Framework framework)
    {
        var isMultiRole = framework.Has(CapabilityType.MultiRole);
        var offer = new Mesos.V1.Offer
        {
            Id = new() { Value = sent.Offer.Id.Value },
            FrameworkId = framework.Info.Id,
            AgentId = sent.Agent.Info.Id,
            Hostname = sent.Agent.Info.Hostname,
            Url = AgentUrls.Of(sent.Agent),
            Domain = sent.Agent.Info.Domain,
            AllocationInfo = isMultiRole ? new() { Role = sent.Offer.Role } : null,
            Unavailability = sent.Unavailability,
        };
        offer.Resources.AddRange(ResourcesFor(framework, sent.Offer.Resources, isMultiRole));
        offer.Attributes.AddRange(sent.Agent.Info.Attributes);
        offer.ExecutorIds.AddRange(sent.Executors.Select(static id => new Mesos.V1.ExecutorID { Value = id.Value }));
        return offer;
    }

    private static IEnumerable<Mesos.V1.Resource> ResourcesFor(Framework framework, Resources resources, bool isMultiRole)
    {
        var shown = resources.Where(static resource => resource.Kind.Name != "ephemeral_ports");
        shown = isMultiRole ? shown : shown.Unallocated;
        return framework.Has(CapabilityType.ReservationRefinement) ? shown.ToMessages() : shown.ToPreRefinement();
    }
}
