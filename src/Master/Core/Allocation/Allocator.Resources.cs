using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

public sealed partial class Allocator
{
    /// <summary>
    /// What a framework had on an agent is free again: an offer declined, rescinded or not used up, a task ended. It
    /// is offered from the next batch on. Agents that are gone, and frameworks that have nothing there, are ignored.
    /// </summary>
    /// <param name="framework">Who had it.</param>
    /// <param name="agent">Where.</param>
    /// <param name="resources">What, allocated to the role or roles it had it for.</param>
    /// <param name="now">When.</param>
    /// <param name="refusal">If it refuses to be offered this again: for how long.</param>
    public void Recover(
        FrameworkId framework, AgentId agent, Resources resources, Moment now, Refusal? refusal = null) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>
    /// An operation on offered resources (RESERVE, CREATE, ...) has turned some of what a framework has, and of the
    /// agent's total, into something else.
    /// </summary>
    /// <param name="framework">Who has it.</param>
    /// <param name="agent">Where.</param>
    /// <param name="before">What it was, allocated.</param>
    /// <param name="after">What it has become, allocated.</param>
    public void UpdateAllocation(FrameworkId framework, AgentId agent, Resources before, Resources after) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>Gives a framework more copies of shared volumes it has: one for each further task of an accept that uses them.</summary>
    public void AddShared(FrameworkId framework, AgentId agent, Resources copies) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>
    /// An operator's operation on free resources: turns some of what is free on an agent, and of its total, into something else.
    /// </summary>
    /// <returns>False, and nothing done, if not all of it is free.</returns>
    public bool UpdateAvailable(AgentId agent, Resources before, Resources after) =>
        throw Invariant.Unreachable("body follows");
}
