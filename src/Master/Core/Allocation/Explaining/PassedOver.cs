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

    /// <summary>The agent's host is not on the whitelist.</summary>
    AgentNotListed,

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
