using System.Collections.Immutable;

namespace Kernel.Master.Core.Allocation;

/// <summary>What an agent can do, as far as it decides who is offered its resources.</summary>
[Flags]
public enum AgentCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>MULTI_ROLE</c>: it knows frameworks with several roles.</summary>
    MultiRole = 1,

    /// <summary><c>HIERARCHICAL_ROLE</c>: it knows roles with slashes.</summary>
    HierarchicalRole = 2,

    /// <summary><c>RESERVATION_REFINEMENT</c>: it knows reservations on reservations.</summary>
    ReservationRefinement = 4,
}

/// <summary>An attribute of an agent, as far as offer constraints can tell attributes apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its value if it is of type TEXT; null for the others.</param>
public readonly record struct AgentAttribute(string Name, string? Text);

/// <summary>What an agent is, apart from its resources: whatever decides who may be offered them.</summary>
public sealed record AgentTraits
{
    /// <summary>The name it registered with.</summary>
    public required string Hostname { get; init; }

    /// <summary>Its attributes, in the order given.</summary>
    public ImmutableArray<AgentAttribute> Attributes { get; init; } = [];

    /// <summary>Its capabilities.</summary>
    public AgentCapabilities Capabilities { get; init; }

    /// <summary>The region of its fault domain; null if it has none.</summary>
    public string? Region { get; init; }

    /// <summary>The zone of its fault domain; null if it has none.</summary>
    public string? Zone { get; init; }

    /// <summary>
    /// Whether offer constraints cannot tell the two apart, and the same frameworks may be offered both.
    /// </summary>
    public bool Equals(AgentTraits? other) =>
        other is not null
        && Hostname == other.Hostname
        && Capabilities == other.Capabilities
        && Region == other.Region
        && Zone == other.Zone
        && Attributes.AsSpan().SequenceEqual(other.Attributes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hostname, Capabilities, Region, Zone, Attributes.Length);
}
