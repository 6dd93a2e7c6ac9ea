using Kernel.Master.Core.Offers;
using Kernel.Model;
using Mesos.V1;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Agents;

/// <summary>DRAIN_AGENT: everything on an agent is killed, and nothing more is offered of it (mesos.md 5.14).</summary>
public static class DrainAgent
{
    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, OperatorCall.DrainAgent call, MasterStep step)
    {
        if (Refuse(state, call.Agent) is { } refusal)
        {
            return refusal;
        }

        var config = new DrainConfig { MarkGone = call.MarkGone };
        if (call.MaxGracePeriod is { } grace)
        {
            config.MaxGracePeriod = new() { Nanoseconds = grace.Ticks * 100 };
        }

        var drain = new DrainInfo { State = DrainState.Draining, Config = config };
        if (state.Agents.TryGetValue(call.Agent, out var agent))
        {
            Registered(state, agent, drain, step);
        }
        else if (state.Recovered.TryGetValue(call.Agent, out var recovered))
        {
            var draining = recovered with { IsDeactivated = true, Drain = drain, DrainStarted = step.Now };
            state.Put(draining);
            step.PutAgent(draining);
        }
        else
        {
            var draining = state.Unreachable[call.Agent] with { IsDeactivated = true, Drain = drain, DrainStarted = step.Now };
            state.PutUnreachable(call.Agent, draining);
            step.PutUnreachable(call.Agent, draining);
        }

        return CallAnswer.Ok;
    }

    /// <summary>Tells an agent that has come back, and that is still to be drained, to go on with that.</summary>
    public static void Resume(MasterState state, AgentId id, MasterStep step)
    {
        if (state.Agents.TryGetValue(id, out var agent) && agent.Drain is { State: DrainState.Draining } drain)
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.DrainSlaveMessage { Config = drain.Config }));
            FinishDraining.Decide(state, id, step);
        }
    }

    private static CallAnswer? Refuse(MasterState state, AgentId id)
    {
        var info = state.Agents.TryGetValue(id, out var agent) ? agent.Info : state.Recovered.GetValueOrDefault(id)?.Info;
        if (info is null && !state.Unreachable.ContainsKey(id))
        {
            return CallAnswer.BadRequest("Unknown agent");
        }

        if (agent is not null && state.Machines.ContainsKey(agent.Machine))
        {
            return CallAnswer.BadRequest("Agent is currently in the maintenance schedule and cannot be drained");
        }

        return agent is not null && !agent.Can(CapabilityType.AgentDraining)
            ? CallAnswer.BadRequest("Agent is not capable of draining: it lacks AGENT_DRAINING")
            : null;
    }

    private static void Registered(MasterState state, Agent agent, DrainInfo drain, MasterStep step)
    {
        var draining = agent with { IsDeactivated = true, Drain = drain, DrainStarted = step.Now };
        state.Put(draining);
        step.PutAgent(draining);
        state.Allocator.DeactivateAgent(agent.Id);
        RescindOffers.OfAgent(state, agent.Id, step);
        step.Note($"Draining agent {agent.Id}");
        if (agent.IsConnected)
        {
            Resume(state, agent.Id, step);
        }
    }
}
