using System.Collections.Immutable;

namespace Kernel.Master.Core.Allocation;

/// <summary>What a framework can do, as far as it decides what it is offered.</summary>
[Flags]
public enum FrameworkCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>REVOCABLE_RESOURCES</c>: it takes resources that may be taken back.</summary>
    RevocableResources = 1,

    /// <summary><c>GPU_RESOURCES</c>: it may be offered agents that have GPUs.</summary>
    GpuResources = 2,

    /// <summary><c>SHARED_RESOURCES</c>: it knows shared volumes.</summary>
    SharedResources = 4,

    /// <summary><c>MULTI_ROLE</c>: it may have several roles, and is only offered agents that know that.</summary>
    MultiRole = 8,

    /// <summary><c>RESERVATION_REFINEMENT</c>: it knows reservations on reservations.</summary>
    ReservationRefinement = 16,

    /// <summary><c>REGION_AWARE</c>: it may be offered agents of other regions than the master's.</summary>
    RegionAware = 32,
}

/// <summary>What a framework is to the allocator.</summary>
public sealed record FrameworkTraits
{
    /// <summary>The roles it subscribes to.</summary>
    public required ImmutableSortedSet<string> Roles { get; init; }

    /// <summary>The roles for which it wants no offers now; those among <see cref="Roles"/> count.</summary>
    public ImmutableSortedSet<string> SuppressedRoles { get; init; } = [];

    /// <summary>Its capabilities.</summary>
    public FrameworkCapabilities Capabilities { get; init; }

    /// <summary>
    /// For each role the amounts of which an offer must hold at least one; an empty list takes anything, a role that
    /// is not here follows <see cref="AllocatorOptions.MinAllocatable"/>.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<Quantities>> MinAllocatable { get; init; } =
        ImmutableDictionary<string, ImmutableArray<Quantities>>.Empty;

    /// <summary>Which agents it wants offers of, by role.</summary>
    public OfferConstraints Constraints { get; init; } = OfferConstraints.None;
}
