using Kernel.Master.Core.Allocation;
using Kernel.Master.Server.Reads;
using Kernel.Model;

namespace Kernel.Master.Server.Explaining;

/// <summary>What is asked of the allocator.</summary>
/// <param name="Framework">About which framework.</param>
/// <param name="Role">In which of its roles; null: in all.</param>
/// <param name="Agent">On which agent; null: on all, counted by reason.</param>
/// <param name="Viewer">Who asks.</param>
internal sealed record Question(FrameworkId Framework, string? Role, AgentId? Agent, Viewer Viewer);

/// <summary>Why a framework is offered what it is offered.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="PassedOver">How often it has been passed over for each reason since it subscribed.</param>
/// <param name="Headroom">What of the cluster is set aside for guarantees.</param>
/// <param name="Roles">What is said of each role.</param>
/// <param name="RolesOmitted">How many more roles it has, of which nothing is said.</param>
/// <param name="Holders">Who has something on the agent, if one was asked about, as far as the asker may see them.</param>
internal sealed record Explanation(
    Question Question,
    IReadOnlyDictionary<PassedOver, long> PassedOver,
    Headroom Headroom,
    IReadOnlyList<RoleExplanation> Roles,
    int RolesOmitted,
    IReadOnlyList<(FrameworkId Framework, string Role, Resources Resources)> Holders);

/// <summary>Why a framework is offered what it is offered for one role.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="Reasons">For each reason on how many agents it is passed over, in the order in which they are asked.</param>
internal sealed record RoleExplanation(RoleStanding Standing, IReadOnlyList<ReasonCount> Reasons);
