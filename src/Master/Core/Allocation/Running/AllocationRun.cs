using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// One run after another over the agents that have changed: first for unsatisfied guarantees, then for fair shares
/// (Mesos:
/// HierarchicalAllocatorProcess::__allocate). A run is done in slices; what changes meanwhile is looked at as it is
/// then.
/// </summary>
internal sealed class AllocationRun(
    ShuffledAgents order, Candidates candidates, RoleTree tree, QuotaBook quota, Judge judge, Serving serving)
{
    private AgentSet agents = new();
    private bool isForGuarantees;

    /// <summary>How many runs have been finished.</summary>
    public long Finished { get; private set; }

    /// <summary>Whether a run has been begun and not finished.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Does a part of a run, and begins one if none is under way.</summary>
    /// <param name="chance">In what order agents are looked at.</param>
    /// <param name="budget">How much work to do, at most; passing over one framework is 1.</param>
    public OfferDraft[] Slice(Chance chance, int budget)
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

        return [.. serving.Drafts];
    }

    private void Begin()
    {
        judge.Run = Finished;
        agents = candidates.BeginRun();
        isForGuarantees = quota.Needy.Count > 0;
        BeginStage();
        IsUnderWay = agents.Count > 0;
    }

    private void BeginStage()
    {
        order.Begin(agents);
        quota.BeginShares();
    }

    private void Step(Chance chance)
    {
        if (order.Next(chance) is { } ready)
        {
            judge.Look(ready.Free);
            Serve(ready.Agent);
        }
        else if (order.HasMore)
        {
            serving.Spend(order.LookAtMore(agents, chance));
        }
        else if (isForGuarantees)
        {
            isForGuarantees = false;
            BeginStage();
        }
        else
        {
            IsUnderWay = false;
            Finished++;
        }
    }

    private void Serve(AllocatorAgent agent)
    {
        if (isForGuarantees)
        {
            serving.ForGuarantees(agent);
        }
        else if (agents.Remove(agent))
        {
            serving.ForShares(agent);
            LookAgain(agent);
        }
    }

    /// <summary>A shared volume is offered to one framework in a run; others may have it in the next.</summary>
    private void LookAgain(AllocatorAgent agent)
    {
        if (agent.SharedOfferedIn == judge.Run)
        {
            candidates.Wait(agent);
        }
    }
}
