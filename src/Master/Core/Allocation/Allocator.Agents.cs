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
        AgentId id, AgentTraits traits, Resources total, IReadOnlyDictionary<FrameworkId, Resources> used)
    {
        var agent = new AllocatorAgent(id, traits) { IsListed = IsListed(traits) };
        cluster.Add(agent);
        foreach (var (framework, resources) in used)
        {
            Hold(agent, cluster.Ensure(framework), resources, isRound: true);
        }

        ledger.SetTotal(agent, total);

        hold = hold?.Agents <= cluster.AgentCount ? null : hold;
        candidates.IsRelaxed = true;
        candidates.Hurry(agent);
    }

    /// <summary>
    /// Gives an agent other traits or resources; a candidate at once if anything changed. Other traits void the filters
    /// on it. Less in total than is used is possible: nothing is free then until enough is recovered.
    /// </summary>
    public void UpdateAgent(AgentId id, AgentTraits traits, Resources total)
    {
        var agent = cluster.Agent(id);
        var isOther = !agent.Traits.Equals(traits);
        if (!isOther && agent.Total.Equals(total))
        {
            return;
        }

        if (isOther)
        {
            filters.Clear(agent);
            agent.Traits = traits;
            agent.IsListed = IsListed(traits);
        }

        ledger.SetTotal(agent, total);
        agent.Blocked.Clear();
        candidates.IsRelaxed = true;
        candidates.Hurry(agent);
    }

    /// <summary>Removes an agent, its filters, and whatever is still used there. Unknown agents are ignored.</summary>
    public void RemoveAgent(AgentId id)
    {
        if (cluster.Find(id) is not { } agent)
        {
            return;
        }

        filters.Clear(agent);
        inverseOffers.Plan(agent, null);
        foreach (var (subscription, resources) in agent.Holdings.ToArray())
        {
            ledger.Release(agent, subscription, resources);
            Moved(subscription);
        }

        ledger.SetTotal(agent, Resources.Empty);
        candidates.Forget(agent);
        cluster.Remove(agent);
        candidates.IsRelaxed = true;
    }

    /// <summary>Lets an agent be offered again, from the next batch on.</summary>
    public void ActivateAgent(AgentId id)
    {
        var agent = cluster.Agent(id);
        agent.IsActive = true;
        candidates.Wait(agent);
    }

    /// <summary>
    /// Stops offers of an agent (disconnected, draining or deactivated). Its total still counts in shares.
    /// </summary>
    public void DeactivateAgent(AgentId id) => cluster.Agent(id).IsActive = false;

    /// <summary>
    /// Lets only the agents on some hosts be offered, from the next batch on; null: all (Mesos: updateWhitelist).
    /// </summary>
    public void SetWhitelist(IReadOnlySet<string>? hosts)
    {
        whitelist = hosts;
        foreach (var agent in cluster.Agents.Items)
        {
            if (agent is not null)
            {
                agent.IsListed = IsListed(agent.Traits);
                candidates.Wait(agent);
            }
        }
    }

    /// <summary>
    /// Says when an agent will be unavailable (null: it will not). Earlier inverse offers count as gone,
    /// answers and inverse filters are forgotten, and the agent is a candidate at once.
    /// </summary>
    public void SetUnavailability(AgentId id, Unavailability? unavailability)
    {
        var agent = cluster.Agent(id);
        inverseOffers.Plan(agent, unavailability);
        candidates.Hurry(agent);
    }

    /// <summary>Takes a framework's answer to an inverse offer, which is no longer outstanding.</summary>
    /// <param name="framework">Who answers.</param>
    /// <param name="agent">The agent to be left.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">When.</param>
    /// <param name="refusal">For how long it does not want another.</param>
    public void AnswerInverseOffer(
        FrameworkId framework, AgentId agent, InverseOfferAnswer answer, Moment now, Refusal refusal)
    {
        if (cluster.Find(agent)?.Maintenance is not { } maintenance)
        {
            return;
        }

        maintenance.Outstanding.Remove(framework);
        maintenance.Statuses[framework] = new(answer, now);
        maintenance.RefusedUntil[framework] = now + refusal.Span;
    }

    /// <summary>An outstanding inverse offer is gone without an answer (rescinded): another may be made.</summary>
    public void RescindInverseOffer(FrameworkId framework, AgentId agent) =>
        cluster.Find(agent)?.Maintenance?.Outstanding.Remove(framework);

    /// <summary>How the frameworks stand to an agent's maintenance.</summary>
    public IReadOnlyDictionary<FrameworkId, InverseOfferStatus> InverseOfferStatuses(AgentId agent) =>
        cluster.Find(agent)?.Maintenance?.Statuses ?? [];

    /// <summary>Whether the allocator knows an agent.</summary>
    public bool HasAgent(AgentId id) => cluster.Find(id) is not null;

    /// <summary>All resources of an agent; empty if it is not known.</summary>
    public Resources Total(AgentId id) => cluster.Find(id)?.Total ?? Resources.Empty;

    /// <summary>What is free on an agent; shared volumes always are.</summary>
    public Resources Free(AgentId id) => cluster.Find(id)?.Free ?? Resources.Empty;

    /// <summary>What a framework has on an agent, offered or used, allocated to its roles.</summary>
    public Resources Used(FrameworkId framework, AgentId agent) =>
        cluster.Find(agent)?.Used(framework) ?? Resources.Empty;

    private bool IsListed(AgentTraits traits) => whitelist?.Contains(traits.Hostname) != false;
}
