using Kernel.Model;

namespace Kernel.Master.Core.Allocation;

/// <summary>
/// Asks frameworks to leave agents that are going to be unavailable (Mesos:
/// HierarchicalAllocatorProcess::deallocate).
/// </summary>
internal sealed class InverseOffers
{
    private readonly List<AllocatorAgent> planned = [];
    private bool isDue;

    /// <summary>Whether somebody may have to be asked.</summary>
    public bool IsDue => isDue && planned.Count > 0;

    /// <summary>Plans an agent's maintenance, or none.</summary>
    public void Plan(AllocatorAgent agent, Unavailability? unavailability)
    {
        if (agent.Maintenance is null != unavailability is null)
        {
            if (unavailability is null)
            {
                planned.Remove(agent);
            }
            else
            {
                planned.Add(agent);
            }
        }

        agent.Maintenance = unavailability is { } when ? new(when) : null;
        isDue = true;
    }

    /// <summary>Looks at all planned agents in the next run.</summary>
    public void StartBatch() => isDue = true;

    /// <summary>Forgets how long a framework did not want to be asked.</summary>
    public void Revive(FrameworkId framework)
    {
        foreach (var agent in planned)
        {
            agent.Maintenance!.RefusedUntil.Remove(framework);
        }
    }

    /// <summary>Forgets what a framework has been asked.</summary>
    public void Deactivate(FrameworkId framework)
    {
        foreach (var agent in planned)
        {
            agent.Maintenance!.Outstanding.Remove(framework);
            agent.Maintenance.RefusedUntil.Remove(framework);
        }
    }

    /// <summary>Forgets a framework.</summary>
    public void Remove(FrameworkId framework)
    {
        Deactivate(framework);
        foreach (var agent in planned)
        {
            agent.Maintenance!.Statuses.Remove(framework);
        }
    }

    /// <summary>Asks those who are to be asked and have not been.</summary>
    public List<InverseOfferDraft> Make(Moment now)
    {
        List<InverseOfferDraft> drafts = [];
        if (IsDue)
        {
            foreach (var agent in planned)
            {
                Make(agent, now, drafts);
            }
        }

        isDue = false;
        return drafts;
    }

    private static void Make(AllocatorAgent agent, Moment now, List<InverseOfferDraft> drafts)
    {
        var maintenance = agent.Maintenance!;
        foreach (var (subscription, _) in agent.Holdings)
        {
            var framework = subscription.Framework;
            var isRefused = maintenance.RefusedUntil.TryGetValue(framework.Id, out var until) && until > now;
            if (framework.IsActive && agent.IsActive && !isRefused && maintenance.Outstanding.Add(framework.Id))
            {
                maintenance.RefusedUntil.Remove(framework.Id);
                maintenance.Statuses.TryAdd(framework.Id, new(InverseOfferAnswer.Unknown, now));
                drafts.Add(new(framework.Id, agent.Id, maintenance.Unavailability));
            }
        }
    }
}
