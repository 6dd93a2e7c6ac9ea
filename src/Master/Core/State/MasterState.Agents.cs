using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly Dictionary<AgentId, Agent> agents = [];
    private readonly Dictionary<string, AgentId> agentsByPid = [];
    private readonly Index<string, AgentId> agentsByAddress = new();
    private readonly Dictionary<AgentId, RecoveredAgent> recovered = [];
    private readonly Dictionary<AgentId, UnreachableAgent> unreachable = [];
    private readonly Dictionary<AgentId, Moment> gone = [];

    /// <summary>The agents that are registered, connected or not.</summary>
    public IReadOnlyDictionary<AgentId, Agent> Agents => agents;

    /// <summary>The agents of the registry that have not come back since this master leads.</summary>
    public IReadOnlyDictionary<AgentId, RecoveredAgent> Recovered => recovered;

    /// <summary>The agents that could not be reached.</summary>
    public IReadOnlyDictionary<AgentId, UnreachableAgent> Unreachable => unreachable;

    /// <summary>The agents that an operator has declared gone, and since when.</summary>
    public IReadOnlyDictionary<AgentId, Moment> Gone => gone;

    /// <summary>The registered agent with a libprocess address.</summary>
    public Agent? AgentAt(string pid) => agentsByPid.TryGetValue(pid, out var id) ? agents[id] : null;

    /// <summary>The registered agents whose libprocess address has this <c>ip:port</c>.</summary>
    public IReadOnlyCollection<AgentId> AgentsAtAddress(string address) => agentsByAddress[address];

    /// <summary>Adds a registered agent, or replaces what is known of it. It is nothing else any more.</summary>
    public void Put(Agent agent)
    {
        Changes++;
        var before = agents.GetValueOrDefault(agent.Id);
        agents[agent.Id] = agent;
        if (before?.Pid != agent.Pid)
        {
            if (before is not null)
            {
                ForgetPid(before);
            }

            agentsByAddress.Add(Pids.Address(agent.Pid), agent.Id);
        }

        agentsByPid[agent.Pid] = agent.Id;
        recovered.Remove(agent.Id);
        unreachable.Remove(agent.Id);
        Invariant.Holds(!gone.ContainsKey(agent.Id), "an agent that is gone does not come back");
    }

    /// <summary>Says how many pings a registered agent has left unanswered, which no reader sees.</summary>
    public void PutMissedPings(Agent agent, int missed) => agents[agent.Id] = agent with { MissedPings = missed };

    /// <summary>Says that an agent of the registry has not come back yet.</summary>
    public void Put(RecoveredAgent agent)
    {
        Changes++;
        recovered[agent.Id] = agent;
    }

    /// <summary>Says that an agent cannot be reached. It is not registered any more.</summary>
    public void PutUnreachable(AgentId id, UnreachableAgent agent)
    {
        Remove(id);
        unreachable[id] = agent;
    }

    /// <summary>Says that an agent is gone for good.</summary>
    public void PutGone(AgentId id, Moment since)
    {
        Remove(id);
        gone[id] = since;
    }

    /// <summary>Forgets an agent, whatever it is, except that it is gone.</summary>
    public void Remove(AgentId id)
    {
        Changes++;
        CancelRemoval(id);
        if (agents.Remove(id, out var agent))
        {
            ForgetPid(agent);
        }

        recovered.Remove(id);
        unreachable.Remove(id);
    }

    /// <summary>Forgets that an agent is gone.</summary>
    public void ForgetGone(AgentId id) => gone.Remove(id);

    /// <summary>Another agent may speak from the same address by now: then that stays known.</summary>
    private void ForgetPid(Agent agent)
    {
        agentsByAddress.Remove(Pids.Address(agent.Pid), agent.Id);
        if (agentsByPid.TryGetValue(agent.Pid, out var id) && id == agent.Id)
        {
            agentsByPid.Remove(agent.Pid);
        }
    }
}
