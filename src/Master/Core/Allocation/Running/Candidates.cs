namespace Kernel.Master.Core.Allocation;

/// <summary>The agents that have changed, and so are worth looking at.</summary>
internal sealed class Candidates(Cluster cluster)
{
    private readonly List<AllocatorAgent> parked = [];
    private CandidateQueue waiting = new(1, []);
    private CandidateQueue soon = new(2, []);
    private long queues = 2;
    private bool allInBatch;

    /// <summary>Whether all agents are to be looked at in the next run.</summary>
    public bool All { get; set; }

    /// <summary>Whether any agent is to be looked at in the next run.</summary>
    public bool Any => All || soon.Agents.Count > 0;

    /// <summary>Whether quota allows more than it did when agents were parked.</summary>
    public bool IsRelaxed { get; set; }

    /// <summary>All agents are to be looked at in the next batch.</summary>
    public void AllInBatch() => allInBatch = true;

    /// <summary>An agent is to be looked at in the next batch, if there is anything to see.</summary>
    public void Wait(AllocatorAgent agent)
    {
        if (agent.QueuedIn == 0 && IsWorthIt(agent))
        {
            waiting.Add(agent);
        }
    }

    /// <summary>An agent is to be looked at in the next run, if there is anything to see.</summary>
    public void Hurry(AllocatorAgent agent)
    {
        if ((agent.QueuedIn == 0 || agent.QueuedIn == waiting.Number) && IsWorthIt(agent))
        {
            soon.Add(agent);
        }
    }

    /// <summary>An agent is to be looked at again when quota allows more.</summary>
    public void Park(AllocatorAgent agent)
    {
        if (!agent.IsParked)
        {
            agent.IsParked = true;
            parked.Add(agent);
        }
    }

    /// <summary>What has waited for the batch is to be looked at in the next run.</summary>
    public void StartBatch()
    {
        All |= allInBatch;
        allInBatch = false;
        foreach (var agent in soon.Agents)
        {
            if (agent.QueuedIn == soon.Number)
            {
                waiting.Add(agent);
            }
        }

        soon = waiting;
        waiting = new(++queues, []);
        if (IsRelaxed)
        {
            Unpark();
        }
    }

    /// <summary>Takes out the agents to be looked at.</summary>
    public CandidateQueue Take()
    {
        if (All)
        {
            All = false;
            foreach (var agent in cluster.Agents.Items)
            {
                if (agent is not null)
                {
                    Hurry(agent);
                }
            }
        }

        var taken = soon;
        soon = new(++queues, []);
        return taken;
    }

    private void Unpark()
    {
        IsRelaxed = false;
        foreach (var agent in parked)
        {
            agent.IsParked = false;
            Hurry(agent);
        }

        parked.Clear();
    }

    private bool IsWorthIt(AllocatorAgent agent) =>
        agent is { IsActive: true, IsRemoved: false, Free.IsEmpty: false }
        && cluster.Active.CountWithout(agent.Blocked, 1) > 0;
}
