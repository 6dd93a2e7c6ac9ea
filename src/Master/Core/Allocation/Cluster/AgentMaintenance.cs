using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>An agent's planned maintenance, and how frameworks stand to it.</summary>
internal sealed class AgentMaintenance(Unavailability unavailability)
{
    /// <summary>When it will be unavailable.</summary>
    public Unavailability Unavailability { get; } = unavailability;

    /// <summary>The frameworks that have an inverse offer they have not answered.</summary>
    public HashSet<FrameworkId> Outstanding { get; } = [];

    /// <summary>Until when a framework does not want another.</summary>
    public Dictionary<FrameworkId, Moment> RefusedUntil { get; } = [];

    /// <summary>What the frameworks have answered.</summary>
    public Dictionary<FrameworkId, InverseOfferStatus> Statuses { get; } = [];
}
