using Mesos.Internal;

namespace Kernel.Master.Core.Agents;

/// <summary>Asks agents whether they are still there (Mesos: SlaveObserver; mesos.md 5.6).</summary>
public static class Pinging
{
    /// <summary>Decides that an agent is due a ping: too many unanswered ones, and it is unreachable.</summary>
    public static void Decide(MasterState state, MasterInput.PingDue input, MasterStep step)
    {
        if (!state.Agents.TryGetValue(input.Agent, out var agent) || agent.Observer != input.Observer)
        {
            return;
        }

        if (agent.MissedPings >= state.Settings.MaxAgentPingTimeouts)
        {
            MarkUnreachable.Schedule(state, new(agent.Id, "health check timed out", IsSilent: true), step);
            if (!state.Agents.ContainsKey(agent.Id))
            {
                return;
            }
        }

        step.Do(new MasterEffect.SendToAgent(
            agent.Pid, new PingSlaveMessage { Connected = agent.IsConnected }, $"slave-observer({agent.Observer})"));
        state.PutMissedPings(agent, agent.MissedPings + 1);
        step.After(state.Settings.AgentPingTimeout, input);
    }

    /// <summary>Decides that an agent has answered.</summary>
    public static void Decide(MasterState state, MasterInput.AgentPonged input)
    {
        if (state.AgentAt(input.Pid) is { } agent)
        {
            state.PutMissedPings(agent, 0);
            state.CancelSilence(agent.Id);
        }
    }
}
