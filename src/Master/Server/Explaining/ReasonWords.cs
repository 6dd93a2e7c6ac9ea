using Kernel.Master.Core.Allocation;
using Kernel.Runtime.Flags;

namespace Kernel.Master.Server.Explaining;

/// <summary>Reasons as they are told.</summary>
internal static class ReasonWords
{
    /// <summary>The name of a reason in JSON.</summary>
    public static string Name(PassedOver reason) =>
        reason == PassedOver.Not ? "OFFERABLE" : Flag.SnakeCase(reason.ToString()).ToUpperInvariant();

    /// <summary>What it means, as the end of a sentence about a framework and agents.</summary>
    public static string Meaning(PassedOver reason) => reason switch
    {
        PassedOver.Not => "will be offered with the next run, unless others are served first",
        PassedOver.FrameworkInactive => "the framework is not connected, or has been deactivated",
        PassedOver.NotSubscribed => "the framework does not subscribe to the role",
        PassedOver.Suppressed => "the framework has suppressed the role; it gets offers again once it revives it",
        PassedOver.AgentInactive => "the agent is deactivated, draining or disconnected",
        PassedOver.AgentNotListed => "the agent's host is not on the master's whitelist",
        PassedOver.Constraints => "the framework's offer constraints exclude the agent",
        PassedOver.NothingFree => "nothing on the agent is free for the role",
        PassedOver.TooLittle => "what is free is less than an offer must hold",
        PassedOver.Gpus => "the agent has GPUs, and the framework lacks the capability GPU_RESOURCES",
        PassedOver.Region => "the agent is in another region, and the framework lacks the capability REGION_AWARE",
        PassedOver.Incapable => "what is free is of kinds that the framework lacks the capability for",
        PassedOver.QuotaLimit => "the role's quota limit leaves less than an offer must hold",
        PassedOver.Headroom => "what is free is set aside for the quota guarantees of other roles",
        PassedOver.AgentNotMultiRole => "the agent does not know frameworks with several roles",
        PassedOver.AgentNotHierarchical => "the agent does not know roles with slashes",
        PassedOver.Refused => "the framework refused these resources not long ago",
    };
}
