using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>Whether a framework would be offered an agent for a role now, and if not, why, with the numbers.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Role">The role.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Reason">Why it is passed over; <see cref="PassedOver.Not"/> if it is not.</param>
/// <param name="Free">What is free on the agent for the role.</param>
/// <param name="Offer">What would be offered, or would have been but for the reason.</param>
/// <param name="Refused">What the framework refused, if that is the reason.</param>
/// <param name="Until">Until when the reason holds, if that is known.</param>
public sealed record Verdict(
    FrameworkId Framework,
    string Role,
    AgentId Agent,
    PassedOver Reason,
    Resources Free,
    Resources Offer,
    Resources? Refused = null,
    Moment? Until = null);

/// <summary>How many agents a framework is passed over on for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Agents">How many agents.</param>
/// <param name="Example">What is said of one of them.</param>
public sealed record ReasonCount(PassedOver Reason, int Agents, Verdict Example);

/// <summary>What a framework is told of some of the agents.</summary>
/// <param name="Reasons">The reasons that were met, each once.</param>
/// <param name="Next">Where to go on; null if these were the last agents.</param>
public sealed record ReasonPart(IReadOnlyList<ReasonCount> Reasons, int? Next);

/// <summary>Where a framework stands in a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Standing">Why it may not be offered anything at all; <see cref="PassedOver.Not"/> if it may.</param>
/// <param name="Share">Its dominant share.</param>
/// <param name="RoleShare">The role's dominant share, with those below it, divided by its weight.</param>
/// <param name="Filters">How many offer filters it has.</param>
/// <param name="Quota">The quota of the top-level role.</param>
/// <param name="Consumed">What counts against that quota.</param>
public sealed record RoleStanding(
    string Role,
    PassedOver Standing,
    double Share,
    double RoleShare,
    int Filters,
    Quota Quota,
    Quantities Consumed);

/// <summary>What of the cluster is set aside for guarantees that are not satisfied yet.</summary>
/// <param name="Free">What is free, unreserved and irrevocable, of all agents.</param>
/// <param name="Required">The unsatisfied guarantees of all roles.</param>
public sealed record Headroom(Quantities Free, Quantities Required);
