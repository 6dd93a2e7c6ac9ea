using Kernel.Master.Core.Allocation;
using Kernel.Model;

namespace Kernel.Master.Core;

/// <summary>An outstanding offer: one agent, one role, one framework.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Framework">Who may accept it.</param>
/// <param name="Agent">Whose resources they are.</param>
/// <param name="Role">The role they are allocated to.</param>
/// <param name="Resources">What is offered, allocated to the role.</param>
/// <param name="Made">When it was made.</param>
public sealed record Offer(OfferId Id, FrameworkId Framework, AgentId Agent, string Role, Resources Resources, Moment Made);

/// <summary>An outstanding request to leave an agent that will be unavailable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Framework">Who is asked.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Unavailability">When it will be unavailable.</param>
/// <param name="Made">When it was made.</param>
public sealed record InverseOffer(
    OfferId Id, FrameworkId Framework, AgentId Agent, Unavailability Unavailability, Moment Made);
