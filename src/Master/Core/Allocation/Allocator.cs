using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Who is offered what: hierarchical weighted dominant resource fairness with quota (Mesos: HierarchicalAllocatorProcess), kept
/// up to date as things change, so that a run costs what changed and not agents times frameworks.
/// </summary>
/// <remarks>
/// The master's loop owns it. Most changes wait for the next batch, which the loop starts every
/// <see cref="AllocatorOptions.AllocationInterval"/> with <see cref="StartBatch"/>; some (new agents, new or revived frameworks)
/// are candidates at once. After every input the loop looks at <see cref="HasCandidates"/> and, if so, makes sure that it will be told to
/// <see cref="Run"/>; while a slice says More, it tells itself again.
/// </remarks>
/// <param name="options">The flags that concern it.</param>
public sealed partial class Allocator(AllocatorOptions options)
{
    /// <summary>Whether <see cref="Run"/> has something to look at.</summary>
    public bool HasCandidates => throw Invariant.Unreachable("body follows");

    /// <summary>The flags it was made with.</summary>
    public AllocatorOptions Options => options;

    /// <summary>How many runs have been finished.</summary>
    public long Runs => throw Invariant.Unreachable("body follows");

    /// <summary>All resources of all agents.</summary>
    public Quantities TotalQuantities => throw Invariant.Unreachable("body follows");

    /// <summary>What is offered or used of all agents.</summary>
    public Quantities UsedQuantities => throw Invariant.Unreachable("body follows");

    /// <summary>The earliest moment at which a batch would find something to do; <see cref="Moment.Never"/> if nothing waits.</summary>
    public Moment NextWork => throw Invariant.Unreachable("body follows");

    /// <summary>
    /// Makes no offers after a failover with quotas until enough agents are back (Mesos: allocator recovery: 80 % of them, or
    /// 10 minutes), so that what others have is not given away.
    /// </summary>
    /// <param name="agents">How many agents must have been added.</param>
    /// <param name="until">When it stops waiting in any case.</param>
    public void HoldForAgents(int agents, Moment until) => throw Invariant.Unreachable("body follows");

    /// <summary>Starts a batch: filters that are over expire, and all that has changed becomes a candidate.</summary>
    public void StartBatch(Moment now) => throw Invariant.Unreachable("body follows");

    /// <summary>Looks at some candidates and allocates what they have free.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="chance">In what order agents are looked at.</param>
    /// <param name="budget">How many agents to look at, at most.</param>
    public AllocationSlice Run(Moment now, Chance chance, int budget = 2000) => throw Invariant.Unreachable("body follows");

    /// <summary>Why a framework is, or is not, offered an agent for a role.</summary>
    public Verdict Explain(FrameworkId framework, string role, AgentId agent) => throw Invariant.Unreachable("body follows");

    /// <summary>For each reason why agents are passed over for a framework's role: how many there are now.</summary>
    public IReadOnlyDictionary<PassedOver, int> Explain(FrameworkId framework, string role) =>
        throw Invariant.Unreachable("body follows");

    /// <summary>How often a framework has been passed over for each reason since it was added.</summary>
    public IReadOnlyDictionary<PassedOver, long> PassedOverCounts(FrameworkId framework) =>
        throw Invariant.Unreachable("body follows");
}
