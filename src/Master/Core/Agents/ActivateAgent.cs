using Kernel.Master.Core.Offers;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Agents;

/// <summary>DEACTIVATE_AGENT and REACTIVATE_AGENT: whether an agent is offered, whatever runs there (mesos.md 5.14).</summary>
public static class ActivateAgent
{
    /// <summary>Nothing more is offered of an agent.</summary>
    public static CallAnswer Deactivate(MasterState state, AgentId id, MasterStep step)
    {
        if (state.Agents.TryGetValue(id, out var agent))
        {
            Put(state, agent with { IsDeactivated = true }, step);
            state.Allocator.DeactivateAgent(id);
            RescindOffers.OfAgent(state, id, step);
        }
        else if (state.Recovered.TryGetValue(id, out var recovered))
        {
            Put(state, recovered with { IsDeactivated = true }, step);
        }
        else if (state.Unreachable.TryGetValue(id, out var unreachable))
        {
            Put(state, id, unreachable with { IsDeactivated = true }, step);
        }
        else
        {
            return CallAnswer.BadRequest("Unknown agent");
        }

        return CallAnswer.Ok;
    }

    /// <summary>An agent is offered again; that it was drained is forgotten.</summary>
    public static CallAnswer Reactivate(MasterState state, AgentId id, MasterStep step)
    {
        var agent = state.Agents.GetValueOrDefault(id);
        var recovered = state.Recovered.GetValueOrDefault(id);
        var unreachable = state.Unreachable.GetValueOrDefault(id);
        if (!(agent?.IsDeactivated ?? recovered?.IsDeactivated ?? unreachable?.IsDeactivated ?? false))
        {
            return CallAnswer.BadRequest("Agent is not deactivated");
        }

        if ((agent?.Drain ?? recovered?.Drain ?? unreachable?.Drain) is { State: DrainState.Draining })
        {
            return CallAnswer.BadRequest("Agent is still in the DRAINING state");
        }

        if (agent is not null)
        {
            Registered(state, agent, step);
        }
        else if (recovered is not null)
        {
            Put(state, recovered with { IsDeactivated = false, Drain = null, DrainStarted = null }, step);
        }
        else
        {
            Put(state, id, unreachable! with { IsDeactivated = false, Drain = null, DrainStarted = null }, step);
        }

        return CallAnswer.Ok;
    }

    private static void Registered(MasterState state, Agent agent, MasterStep step)
    {
        Put(state, agent with { IsDeactivated = false, Drain = null, DrainStarted = null }, step);
        if (agent.IsConnected)
        {
            state.Allocator.ActivateAgent(agent.Id);
        }
    }

    private static void Put(MasterState state, Agent agent, MasterStep step)
    {
        state.Put(agent);
        step.PutAgent(agent);
    }

    private static void Put(MasterState state, RecoveredAgent agent, MasterStep step)
    {
        state.Put(agent);
        step.PutAgent(agent);
    }

    private static void Put(MasterState state, AgentId id, UnreachableAgent agent, MasterStep step)
    {
        state.PutUnreachable(id, agent);
        step.PutUnreachable(id, agent);
    }
}
