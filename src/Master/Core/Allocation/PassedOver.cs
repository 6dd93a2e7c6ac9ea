using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>Why a framework was not offered an agent for a role.</summary>
public enum PassedOver
{
    /// <summary>It was not: it would be offered the agent.</summary>
    Not,

    /// <summary>The framework is not connected, or has been deactivated.</summary>
    FrameworkInactive,

    /// <summary>The framework does not subscribe to the role.</summary>
    NotSubscribed,

    /// <summary>The framework has suppressed the role.</summary>
    Suppressed,

    /// <summary>The agent is deactivated, draining or disconnected.</summary>
    AgentInactive,

    /// <summary>The framework's offer constraints exclude the agent.</summary>
    Constraints,

    /// <summary>Nothing on the agent is free for the role.</summary>
    NothingFree,

    /// <summary>What is free is less than an offer must hold.</summary>
    TooLittle,

    /// <summary>The agent has GPUs, and the framework does not know GPUs.</summary>
    Gpus,

    /// <summary>The agent is in another region, and the framework does not know regions.</summary>
    Region,

    /// <summary>
    /// What remains without the kinds of resources that the framework does not know is less than an offer must hold.
    /// </summary>
    Incapable,

    /// <summary>What the role's quota limit leaves is less than an offer must hold.</summary>
    QuotaLimit,

    /// <summary>
    /// What is not set aside for the quota guarantees of other roles is less than an offer must hold.
    /// </summary>
    Headroom,

    /// <summary>The framework has several roles, and the agent does not know that.</summary>
    AgentNotMultiRole,

    /// <summary>The role has a slash, and the agent does not know that.</summary>
    AgentNotHierarchical,

    /// <summary>The framework refused these resources not long ago.</summary>
    Refused,
}

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
