using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// One run after another over the agents that have changed: first for unsatisfied guarantees, then for fair shares
/// (Mesos:
/// HierarchicalAllocatorProcess::__allocate). A run is done in slices; what changes meanwhile is looked at as it is
/// then.
/// </summary>
internal sealed class AllocationRun(Candidates candidates, RoleTree tree, QuotaBook quota, Judge judge, Serving serving)
{
    private List<AllocatorAgent> agents = [];
    private long queue;
    private int position;
    private bool isForGuarantees;

    /// <summary>How many runs have been finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Whether a run has been begun and not finished.</summary>
    public bool IsUnderWay => position < agents.Count || isForGuarantees;

    /// <summary>Does a part of a run, and begins one if none is under way.</summary>
    /// <param name="chance">In what order agents are looked at.</param>
    /// <param name="budget">How much work to do, at most; passing over one framework is 1.</param>
    public List<OfferDraft> Slice(Chance chance, int budget)
    {
        serving.Begin(chance);
        tree.Refresh();
        if (!IsUnderWay)
        {
            Begin();
        }

        while (IsUnderWay && serving.Work < budget)
        {
            Step(chance);
        }

        return serving.Drafts;
    }

    private void Begin()
    {
        judge.Run = Finished;
        var taken = candidates.Take();
        (agents, queue, position) = (taken.Agents, taken.Number, 0);
        isForGuarantees = quota.Needy.Count > 0 && agents.Count > 0;
        quota.BeginShares();
    }

    private void Step(Chance chance)
    {
        if (position == agents.Count)
        {
            isForGuarantees = false;
            position = 0;
            quota.BeginShares();
            return;
        }

        var agent = Draw(chance);
        if (agent.QueuedIn == queue)
        {
            Serve(agent);
        }

        if (!IsUnderWay)
        {
            agents = [];
            position = 0;
            Finished++;
        }
    }

    /// <summary>
    /// One of the agents not looked at yet, by chance; it takes its place among those that have been.
    /// </summary>
    private AllocatorAgent Draw(Chance chance)
    {
        var at = position + chance.Next(agents.Count - position);
        (agents[position], agents[at]) = (agents[at], agents[position]);
        return agents[position++];
    }

    private void Serve(AllocatorAgent agent)
    {
        if (isForGuarantees)
        {
            serving.ForGuarantees(agent);
            return;
        }

        agent.QueuedIn = 0;
        serving.ForShares(agent);
        if (agent.SharedOfferedIn == judge.Run)
        {
            candidates.Wait(agent);
        }
    }
}
