using System.Collections.Immutable;
using Kernel.Model;
using AgentCapability = Mesos.V1.AgentInfo.Types.Capability.Types.Type;
using FrameworkCapability = Mesos.V1.FrameworkInfo.Types.Capability.Types.Type;
using V1 = Mesos.V1;

namespace Kernel.Master.Core.Allocation;

/// <summary>Reads what the allocator needs to know out of the messages of Mesos.</summary>
public static class TraitsReading
{
    /// <summary>What an agent is.</summary>
    /// <param name="agent">Its info.</param>
    /// <param name="capabilities">The capabilities it registered with.</param>
    public static AgentTraits Read(
        V1.AgentInfo agent, IEnumerable<AgentCapability> capabilities) => new()
    {
        Hostname = agent.Hostname,
        Attributes = [.. agent.Attributes.Select(static attribute => new AgentAttribute(
            attribute.Name, attribute.Type == V1.Value.Types.Type.Text ? attribute.Text?.Value ?? "" : null))],
        Capabilities = capabilities.Aggregate(AgentCapabilities.None, static (all, one) => all | Read(one)),
        Region = agent.Domain?.FaultDomain?.Region?.Name,
        Zone = agent.Domain?.FaultDomain?.Zone?.Name,
    };

    /// <summary>What a framework is.</summary>
    /// <param name="framework">Its info.</param>
    /// <param name="roles">The roles it subscribes to, by whichever field it says so.</param>
    /// <param name="suppressedRoles">The roles it wants no offers for now.</param>
    /// <param name="constraints">Its offer constraints, read by <see cref="OfferConstraintsReading"/>.</param>
    public static FrameworkTraits Read(
        V1.FrameworkInfo framework,
        IEnumerable<string> roles,
        IEnumerable<string> suppressedRoles,
        OfferConstraints constraints) => new()
    {
        Roles = [.. roles],
        SuppressedRoles = [.. suppressedRoles],
        Capabilities = framework.Capabilities.Aggregate(
            FrameworkCapabilities.None, static (all, one) => all | Read(one.Type)),
        MinAllocatable = framework.OfferFilters
            .Where(static filters => filters.Value.MinAllocatableResources is not null)
            .ToImmutableDictionary(static filters => filters.Key, static filters => ReadMinAllocatable(filters.Value)),
        Constraints = constraints,
    };

    private static ImmutableArray<Quantities> ReadMinAllocatable(V1.OfferFilters filters) =>
        [.. filters.MinAllocatableResources.Quantities.Select(static set => Quantities.Of(
            set.Quantities.Select(static amount => (amount.Key, Resource.ToThousandths(amount.Value.Value)))))];

    private static AgentCapabilities Read(AgentCapability capability) => capability switch
    {
        AgentCapability.MultiRole => AgentCapabilities.MultiRole,
        AgentCapability.HierarchicalRole => AgentCapabilities.HierarchicalRole,
        AgentCapability.ReservationRefinement => AgentCapabilities.ReservationRefinement,
        _ => AgentCapabilities.None,
    };

    private static FrameworkCapabilities Read(FrameworkCapability capability) => capability switch
    {
        FrameworkCapability.RevocableResources => FrameworkCapabilities.RevocableResources,
        FrameworkCapability.GpuResources => FrameworkCapabilities.GpuResources,
        FrameworkCapability.SharedResources => FrameworkCapabilities.SharedResources,
        FrameworkCapability.MultiRole => FrameworkCapabilities.MultiRole,
        FrameworkCapability.ReservationRefinement => FrameworkCapabilities.ReservationRefinement,
        FrameworkCapability.RegionAware => FrameworkCapabilities.RegionAware,
        _ => FrameworkCapabilities.None,
    };
}
