using System.Collections.Immutable;
using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>An offer that has been decided: its resources already count as the framework's.</summary>
/// <param name="Framework">Who is offered.</param>
/// <param name="Agent">Whose resources.</param>
/// <param name="Role">The role they are allocated to.</param>
/// <param name="Resources">The resources, allocated to the role.</param>
public readonly record struct OfferDraft(FrameworkId Framework, AgentId Agent, string Role, Resources Resources);

/// <summary>An inverse offer that has been decided: it counts as outstanding from now on.</summary>
/// <param name="Framework">Who is asked.</param>
/// <param name="Agent">The agent to be left.</param>
/// <param name="Unavailability">When the agent will be unavailable.</param>
public readonly record struct InverseOfferDraft(FrameworkId Framework, AgentId Agent, Unavailability Unavailability);

/// <summary>When an agent is going to be unavailable.</summary>
/// <param name="Start">From this moment on.</param>
/// <param name="Duration">For how long; null: for good.</param>
public readonly record struct Unavailability(Moment Start, TimeSpan? Duration);

/// <summary>What one slice of an allocation run came to.</summary>
/// <param name="Offers">The offers, in the order decided.</param>
/// <param name="InverseOffers">The inverse offers.</param>
/// <param name="More">Whether the run is not finished: call again, after other inputs have had their turn.</param>
public readonly record struct AllocationSlice(
    IReadOnlyList<OfferDraft> Offers, IReadOnlyList<InverseOfferDraft> InverseOffers, bool More);

/// <summary>A role's quota (Mesos: QuotaConfig).</summary>
/// <param name="Guarantees">What is set aside for it; names not here are not guaranteed.</param>
/// <param name="Limits">What it may consume at most; names not here are not limited.</param>
public sealed record Quota(Quantities Guarantees, Quantities Limits)
{
    /// <summary>No guarantees and no limits, as every role has by default.</summary>
    public static readonly Quota Default = new(Quantities.None, Quantities.None);
}

/// <summary>What a framework answered to an inverse offer.</summary>
public enum InverseOfferAnswer
{
    /// <summary>It has not answered yet.</summary>
    Unknown,

    /// <summary>It will leave.</summary>
    Accepted,

    /// <summary>It will not.</summary>
    Declined,
}

/// <summary>How a framework stands to an agent's maintenance.</summary>
/// <param name="Answer">Its last answer.</param>
/// <param name="At">When it gave that.</param>
public readonly record struct InverseOfferStatus(InverseOfferAnswer Answer, Moment At);
