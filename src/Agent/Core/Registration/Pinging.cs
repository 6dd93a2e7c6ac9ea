using Kernel.Model;
using Mesos.Internal;

namespace Kernel.Agent.Core;

/// <summary>
/// Pings of the master: their absence, or their content, tells the agent to look for a master (Mesos: Slave::ping).
/// </summary>
public static class Pinging
{
    /// <summary>A master's observer asks whether the agent lives.</summary>
    public static void Decide(AgentState state, PingReceived ping, AgentStep step)
    {
        step.Do(new SendToPeer(ping.From, new PongSlaveMessage()));
        if (state.Phase != AgentPhase.Running)
        {
            return;
        }

        if (!ping.Connected)
        {
            step.Note($"{ping.From} thinks that this agent is disconnected: registering again");
            Registering.Begin(state, step);
        }
        else if (IsOfMaster(state, ping.From))
        {
            ExpectNext(state, step);
        }
    }

    /// <summary>Expects a ping within the master's ping timeout.</summary>
    public static void ExpectNext(AgentState state, AgentStep step)
    {
        var pings = state.Registration.Pings + 1;
        state.Know(state.Registration with { Pings = pings });
        step.After(state.Registration.PingTimeout, new PingOverdue(pings));
    }

    /// <summary>No ping came.</summary>
    public static void Decide(AgentState state, PingOverdue overdue, AgentStep step)
    {
        if (state.Phase == AgentPhase.Running && overdue.Pings == state.Registration.Pings)
        {
            step.Note($"No pings from the master within {state.Registration.PingTimeout}: registering again");
            Registering.Begin(state, step);
        }
    }

    /// <summary>A connection broke: if it was the master's, another may lead.</summary>
    public static void Decide(AgentState state, LinkClosed closed, AgentStep step)
    {
        var isMasters = state.Phase == AgentPhase.Running && closed.Pid == state.Registration.Master;
        var isKnown = state.Phase == AgentPhase.Disconnected && Pids.Address(closed.Pid) == state.Registration.KnownAt;
        if (isMasters || isKnown)
        {
            step.Note($"Lost the master {closed.Pid}: registering again");
            Registering.Begin(state, step);
        }
    }

    private static bool IsOfMaster(AgentState state, string pid) =>
        Pids.Address(pid) == Pids.Address(state.Registration.Master ?? "");
}
