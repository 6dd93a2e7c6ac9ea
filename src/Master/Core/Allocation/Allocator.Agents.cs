using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>Adds an agent, active, and makes it a candidate at once.</summary>
    /// <param name="id">The agent; not known yet.</param>
    /// <param name="traits">What it is.</param>
    /// <param name="total">All its resources, not allocated, with its reservations and volumes.</param>
    /// <param name="used">
    /// What frameworks already use there, allocated to their roles; frameworks need not be known yet, what is
    /// said here counts as theirs when they are added.
    /// </param>
    public void AddAgent(
        AgentId id, AgentTraits traits, Resources total, IReadOnlyDictionary<FrameworkId, Resources> used) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>
    /// Gives an agent other traits or resources; a candidate at once if anything changed. Other attributes or
    /// capabilities void the filters on it. Less in total than is used is possible: nothing is free then until enough is recovered.
    /// </summary>
    public void UpdateAgent(AgentId id, AgentTraits traits, Resources total) => throw Invariant.Unreachable("body follows");

    /// <summary>Removes an agent, its filters, and whatever is still used there. Unknown agents are ignored.</summary>
    public void RemoveAgent(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>Lets an agent be offered again, from the next batch on.</summary>
    public void ActivateAgent(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>Stops offers of an agent (disconnected, draining or deactivated). Its total still counts in shares.</summary>
    public void DeactivateAgent(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>
    /// Says when an agent will be unavailable (null: it will not). Earlier inverse offers count as gone,
    /// answers and inverse filters are forgotten, and the agent is a candidate at once.
    /// </summary>
    public void SetUnavailability(AgentId id, Unavailability? unavailability) => throw Invariant.Unreachable("body follows");

    /// <summary>Takes a framework's answer to an inverse offer, which is no longer outstanding.</summary>
    /// <param name="framework">Who answers.</param>
    /// <param name="agent">The agent to be left.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">When.</param>
    /// <param name="refusal">For how long it does not want another.</param>
    public void AnswerInverseOffer(
        FrameworkId framework, AgentId agent, InverseOfferAnswer answer, Moment now, Refusal refusal) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>An outstanding inverse offer is gone without an answer (rescinded): another may be made.</summary>
    public void RescindInverseOffer(FrameworkId framework, AgentId agent) => throw Invariant.Unreachable("body follows");

    /// <summary>How the frameworks stand to an agent's maintenance.</summary>
    public IReadOnlyDictionary<FrameworkId, InverseOfferStatus> InverseOfferStatuses(AgentId agent) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>Whether the allocator knows an agent.</summary>
    public bool HasAgent(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>All resources of an agent.</summary>
    public Resources Total(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>What is free on an agent; shared volumes always are.</summary>
    public Resources Free(AgentId id) => throw Invariant.Unreachable("body follows");

    /// <summary>What a framework has on an agent, offered or used, allocated to its roles.</summary>
    public Resources Used(FrameworkId framework, AgentId agent) => throw Invariant.Unreachable("body follows");
}
