namespace Kernel.Master.Core.Allocation;

/// <summary>The agents that have changed, and so are worth looking at.</summary>
internal sealed class Candidates(Cluster cluster)
{
    private readonly AgentSet parked = new();
    private AgentSet waiting = new();
    private AgentSet soon = new();
    private AgentSet running = new();
    private bool allInBatch;

    /// <summary>Whether all agents are to be looked at in the next run.</summary>
    public bool All { get; set; }

    /// <summary>Whether any agent is to be looked at in the next run.</summary>
    public bool Any => All || soon.Count > 0;

    /// <summary>Whether quota allows more than it did when agents were parked.</summary>
    public bool IsRelaxed { get; set; }

    /// <summary>All agents are to be looked at in the next batch.</summary>
    public void AllInBatch() => allInBatch = true;

    /// <summary>An agent is to be looked at in the next batch, if there is anything to see.</summary>
    public void Wait(AllocatorAgent agent)
    {
        if (!soon.Contains(agent) && !running.Contains(agent) && IsWorthIt(agent))
        {
            waiting.Add(agent);
        }
    }

    /// <summary>An agent is to be looked at in the next run, if there is anything to see.</summary>
    public void Hurry(AllocatorAgent agent)
    {
        if (!running.Contains(agent) && IsWorthIt(agent))
        {
            waiting.Remove(agent);
            soon.Add(agent);
        }
    }

    /// <summary>An agent is to be looked at again when quota allows more.</summary>
    public void Park(AllocatorAgent agent) => parked.Add(agent);

    /// <summary>An agent is no more; its number may be another's soon.</summary>
    public void Forget(AllocatorAgent agent)
    {
        parked.Remove(agent);
        waiting.Remove(agent);
        soon.Remove(agent);
        running.Remove(agent);
    }

    /// <summary>What has waited for the batch is to be looked at in the next run.</summary>
    public void StartBatch()
    {
        All |= allInBatch;
        allInBatch = false;
        soon.Take(waiting);
        if (IsRelaxed)
        {
            IsRelaxed = false;
            soon.Take(parked);
        }
    }

    /// <summary>
    /// Begins a run: gives the set of the agents to be looked at, in which each stays until it has been.
    /// </summary>
    public AgentSet BeginRun()
    {
        if (All)
        {
            All = false;
            soon.AddAll(cluster.Agents.Items);
        }

        (running, soon) = (soon, running);
        return running;
    }

    private bool IsWorthIt(AllocatorAgent agent) => agent.IsOfferable && cluster.HasTakers(agent);
}
