using System.Collections.Immutable;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// An agent that has an id comes back: after its own restart, a failover of the master, or a partition (Mesos:
/// Master::reregisterSlave; mesos.md 5.4).
/// </summary>
public static class ReregisterAgent
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.AgentReregistering input, MasterStep step)
    {
        var reason = AgentRules.Refuse(state, input.Agent);
        if (reason is not null || input.Agent.Info.Id is null)
        {
            step.Note($"Ignored the re-registration of agent {input.Pid}: {reason ?? "it names no id"}");
            return;
        }

        var id = new AgentId(input.Agent.Info.Id.Value);
        if (state.Gone.ContainsKey(id))
        {
            AgentRules.ShutDown(input.Pid, "Agent has been marked gone", step);
        }
        else if (AgentRules.IsDown(state, input.Agent.Info.Hostname, input.Pid))
        {
            AgentRules.ShutDown(input.Pid, "Machine is `DOWN`", step);
        }
        else if (state.Agents.TryGetValue(id, out var known))
        {
            Reconnect(state, known, input, step);
        }
        else
        {
            Return(state, id, input, step);
        }
    }

    /// <summary>It never left the books: what both sides know is compared.</summary>
    private static void Reconnect(MasterState state, Agent known, MasterInput.AgentReregistering input, MasterStep step)
    {
        if (known.Info.Hostname != input.Agent.Info.Hostname || Pids.Ip(known.Pid) != Pids.Ip(input.Pid))
        {
            AgentRules.ShutDown(input.Pid, "Agent attempted to re-register with different IP / hostname", step);
            return;
        }

        var agent = Renewed(known, input, step.Now);
        step.PutAgent(agent);
        state.Put(agent);
        state.Allocator.UpdateAgent(agent.Id, agent.Traits, agent.Total);
        if (agent.IsActive)
        {
            state.Allocator.ActivateAgent(agent.Id);
        }

        var missing = ReconcileAgent.Decide(state, agent, input.Work, step);
        AdoptWork.Decide(state, agent, input.Work, step);
        Confirm(state, agent, missing, step);
        SendPendingKills(state, agent, step);
        ShutDownCompleted(state, agent, input.Work, step);
        DrainAgent.Resume(state, agent.Id, step);
        state.Counters.Count("slave_reregistrations");
    }

    /// <summary>It was recovered, unreachable, or is unknown: what it runs becomes known again.</summary>
    private static void Return(MasterState state, AgentId id, MasterInput.AgentReregistering input, MasterStep step)
    {
        var wasUnreachable = !state.Recovered.ContainsKey(id);
        var agent = Returned(state, id, input, step.Now);
        step.DeleteUnreachable(id);
        step.PutAgent(agent);
        var users = RecoverWork.Decide(state, agent, input.Work, wasUnreachable, step);
        AddAgent.Decide(state, agent, users, step);
        Confirm(state, agent, [], step);
        ShutDownCompleted(state, agent, input.Work, step);
        DrainAgent.Resume(state, agent.Id, step);
        state.Counters.Count("slave_reregistrations");
        step.Note($"Agent {id} at {agent.Pid} re-registered with {input.Work.Tasks.Length} tasks");
    }

    private static Agent Renewed(Agent known, MasterInput.AgentReregistering input, Moment now) => known with
    {
        Pid = input.Pid,
        Info = input.Agent.Info,
        Total = input.Agent.Total,
        Version = input.Agent.Version,
        Capabilities = input.Agent.Capabilities,
        ResourceVersion = input.Agent.ResourceVersion,
        IsConnected = true,
        Reregistered = now,
        MissedPings = 0,
        Generation = known.Generation + 1,
        PendingKills = known.PendingKills,
    };

    private static Agent Returned(MasterState state, AgentId id, MasterInput.AgentReregistering input, Moment now)
    {
        var agent = new Agent
        {
            Id = id,
            Pid = input.Pid,
            Info = input.Agent.Info,
            Total = input.Agent.Total,
            Version = input.Agent.Version,
            Capabilities = input.Agent.Capabilities,
            ResourceVersion = input.Agent.ResourceVersion,
            Registered = now,
            Reregistered = now,
            Observer = state.NextObserver(),
        };
        if (state.Recovered.TryGetValue(id, out var recovered))
        {
            return agent with { IsDeactivated = recovered.IsDeactivated, Drain = recovered.Drain, DrainStarted = recovered.DrainStarted };
        }

        return state.Unreachable.TryGetValue(id, out var lost)
            ? agent with { IsDeactivated = lost.IsDeactivated, Drain = lost.Drain, DrainStarted = lost.DrainStarted }
            : agent;
    }

    private static void Confirm(
        MasterState state, Agent agent, IEnumerable<Mesos.Internal.ReconcileTasksMessage> missing, MasterStep step)
    {
        var message = new Mesos.Internal.SlaveReregisteredMessage
        {
            SlaveId = new() { Value = agent.Id.Value }, Connection = RegisterAgent.Connection(state),
        };
        message.Reconciliations.AddRange(missing);
        step.Do(new MasterEffect.SendToAgent(agent.Pid, message));
    }

    private static void SendPendingKills(MasterState state, Agent agent, MasterStep step)
    {
        foreach (var kill in agent.PendingKills.Where(kill => state.Tasks.ContainsKey(new(kill.Framework, kill.Task))))
        {
            KillTask.Send(agent, kill.Framework, kill.Task, kill.Policy, step);
        }

        state.Put(state.Agents[agent.Id] with { PendingKills = [] });
    }

    private static void ShutDownCompleted(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        foreach (var framework in work.Frameworks.Where(framework => state.IsCompleted(new(framework.Id.Value))))
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.ShutdownFrameworkMessage { FrameworkId = framework.Id }));
        }
    }
}
