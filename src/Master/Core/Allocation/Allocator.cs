using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Who is offered what: hierarchical weighted dominant resource fairness with quota (Mesos:
/// HierarchicalAllocatorProcess), kept
/// up to date as things change, so that a run costs what changed and not agents times frameworks.
/// </summary>
/// <remarks>
/// The master's loop owns it. Most changes wait for the next batch, which the loop starts every
/// <see cref="AllocatorOptions.AllocationInterval"/> with <see cref="StartBatch"/>; some (new agents, new or revived
/// frameworks)
/// are candidates at once. After every input the loop looks at <see cref="HasCandidates"/> and, if so, makes sure
/// that it will be told to
/// <see cref="Run"/>; while a slice says More, it tells itself again.
/// </remarks>
public sealed partial class Allocator
{
    private readonly ResourceNames names = new();
    private readonly Cluster cluster = new();
    private readonly InverseOffers inverseOffers = new();
    private readonly RoleTree tree;
    private readonly QuotaBook quota;
    private readonly FilterBook filters;
    private readonly SubscriptionBook subscriptions;
    private readonly Ledger ledger;
    private readonly Judge judge;
    private readonly Candidates candidates;
    private readonly AllocationRun run;
    private IReadOnlySet<string>? whitelist;
    private Moment? lastBatch;
    private (int Agents, Moment Until)? hold;

    /// <summary>An allocator of nothing to nobody.</summary>
    /// <param name="options">The flags that concern it.</param>
    public Allocator(AllocatorOptions options)
    {
        Options = options;
        tree = new(names, options);
        quota = new(names);
        filters = new(cluster.Agents, cluster.Subscriptions);
        subscriptions = new(cluster, tree, filters, names, options);
        ledger = new(tree, quota, names);
        judge = new(options, quota, names);
        candidates = new(cluster);
        var serving = new Serving(cluster, candidates, tree, quota, ledger, judge, options);
        run = new(new(cluster, names), candidates, tree, quota, judge, serving);
    }

    /// <summary>The flags it was made with.</summary>
    public AllocatorOptions Options { get; }

    /// <summary>Whether <see cref="Run"/> has something to look at.</summary>
    public bool HasCandidates => hold is null && (run.IsUnderWay || candidates.Any || inverseOffers.IsDue);

    /// <summary>How many runs have been finished.</summary>
    public long Runs => run.Finished;

    /// <summary>All resources of all agents.</summary>
    public Quantities TotalQuantities => tree.Total.ToQuantities(names);

    /// <summary>What is offered or used of all agents.</summary>
    public Quantities UsedQuantities => ledger.Used.ToQuantities(names);

    /// <summary>
    /// Makes no offers after a failover with quotas until enough agents are back (Mesos: allocator recovery: 80 % of
    /// them, or
    /// 10 minutes), so that what others have is not given away.
    /// </summary>
    /// <param name="agents">How many agents must have been added.</param>
    /// <param name="until">When it stops waiting in any case.</param>
    public void HoldForAgents(int agents, Moment until) =>
        hold = cluster.AgentCount < agents ? (agents, until) : null;

    /// <summary>Starts a batch: filters that are over expire, and all that has changed becomes a candidate.</summary>
    /// <remarks>
    /// A filter that lasts one allocation interval covers the next batch, even if that comes late: a filter is over
    /// when it has ended before the moment at which the batch was due.
    /// </remarks>
    public void StartBatch(Moment now)
    {
        var due = lastBatch is { } last && last + Options.AllocationInterval < now
            ? last + Options.AllocationInterval
            : now;
        lastBatch = now;
        hold = hold?.Until <= now ? null : hold;
        filters.Expire(due, candidates.Hurry);
        candidates.StartBatch();
        inverseOffers.StartBatch();
    }

    /// <summary>Looks at some candidates and allocates what they have free.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="chance">In what order agents are looked at.</param>
    /// <param name="budget">
    /// How much work to do, at most: passing over one framework is 1, an offer 20; 20,000 take one or two milliseconds.
    /// </param>
    public AllocationSlice Run(Moment now, Chance chance, int budget = 20_000)
    {
        if (hold is not null)
        {
            return new([], [], false);
        }

        var offers = run.Slice(chance, budget);
        return run.IsUnderWay
            ? new(offers, [], true)
            : new(offers, inverseOffers.Make(now), candidates.Any);
    }
}
