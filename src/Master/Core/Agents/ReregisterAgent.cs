using Kernel.Master.Core.Frameworks;
using Kernel.Master.Core.Offers;
using Kernel.Master.Core.Operations;
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
        var reason = AgentRules.Refuse(state, input.Pid, input.Agent);
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

        if (IsRepetition(known, input))
        {
            // It had not seen the answer when it asked again. What was decided since, it does not know of; that stands.
            Confirm(state, known, ReconcileAgent.Missing(state, known, input.Work), step);
            return;
        }

        var isEcho = IsEcho(known, input);
        var agent = Renewed(known, input, step.Now) with { Total = isEcho ? known.Total : input.Agent.Total };
        step.PutAgent(agent);
        state.Put(agent);
        state.CancelRemoval(agent.Id);
        if (!isEcho)
        {
            Straighten(state, known, agent, step);
        }

        state.Allocator.UpdateAgent(agent.Id, agent.Traits, agent.Total);
        if (agent.IsActive)
        {
            state.Allocator.ActivateAgent(agent.Id);
        }

        var missing = ReconcileAgent.Decide(state, agent, input.Work, step);
        AdoptWork.Decide(state, agent, input.Work, step);
        Confirm(state, agent, missing, step);
        SendKills(state, agent, step);
        EndStrays.Decide(state, agent, input.Work, step);
        TellOfFrameworks(state, agent, input.Work, step);
        DrainAgent.Resume(state, agent.Id, step);
        state.Counters.Count("slave_reregistrations");
    }

    /// <summary>
    /// Whether it says just what it said last, in the same words: then it has sent it before it was answered. An agent that has restarted,
    /// or looks for a master anew, has another version of its resources.
    /// </summary>
    private static bool IsRepetition(Agent known, MasterInput.AgentReregistering input) =>
        IsEcho(known, input) && known.ReportedWork == input.Work.Fingerprint();

    /// <summary>
    /// Whether it asks again on the connection that stands, since it had not been answered yet: what it says of its resources is then no
    /// news. Operations decided since are on their way to it, on the very version that it has.
    /// </summary>
    private static bool IsEcho(Agent known, MasterInput.AgentReregistering input) =>
        known.IsConnected
        && known.Pid == input.Pid
        && !known.ResourceVersion.IsEmpty
        && known.ResourceVersion == input.Agent.ResourceVersion;

    /// <summary>
    /// What it says of its resources holds, whatever the master took for granted: operations under way are in it, or will never be done,
    /// because they were decided on an older version.
    /// </summary>
    private static void Straighten(MasterState state, Agent known, Agent agent, MasterStep step)
    {
        OperationFeedback.Settle(state, agent.Id);
        if (!known.Total.Equals(agent.Total))
        {
            RescindOffers.OfAgent(state, agent.Id, step);
        }

        if (known.IsConnected)
        {
            GiveUpLink.Decide(state, known, step);
        }
    }

    /// <summary>It was recovered, unreachable, or is unknown: what it runs becomes known again.</summary>
    private static void Return(MasterState state, AgentId id, MasterInput.AgentReregistering input, MasterStep step)
    {
        var wasUnreachable = !state.Recovered.ContainsKey(id);
        var agent = Returned(state, id, input, step.Now);
        step.DeleteUnreachable(id);
        step.PutAgent(agent);
        state.CancelRemoval(id);
        var users = RecoverWork.Decide(state, agent, input.Work, wasUnreachable, step);
        AddAgent.Decide(state, agent, users, step);
        Confirm(state, agent, [], step);
        EndStrays.Decide(state, agent, input.Work, step);
        TellOfFrameworks(state, agent, input.Work, step);
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
        ReportedWork = input.Work.Fingerprint(),
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
            ReportedWork = input.Work.Fingerprint(),
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

    /// <summary>Kills may have been lost, or have waited for the agent to come back.</summary>
    private static void SendKills(MasterState state, Agent agent, MasterStep step)
    {
        foreach (var task in state.TasksOf(agent.Id).Select(key => state.Tasks[key]))
        {
            if (task is { AskedKill: { } kill, IsFreed: false })
            {
                KillTask.Send(agent, task.Framework, task.Id, kill.Policy, step);
            }
        }
    }

    /// <summary>Frameworks that are removed are shut down on the agent; of others it is told what has changed while it was away.</summary>
    private static void TellOfFrameworks(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        foreach (var reported in work.Frameworks)
        {
            var id = new FrameworkId(reported.Id.Value);
            if (state.IsCompleted(id))
            {
                step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.ShutdownFrameworkMessage { FrameworkId = reported.Id }));
            }
            else if (state.Frameworks.TryGetValue(id, out var framework) && !framework.Info.Equals(reported))
            {
                step.Do(new MasterEffect.SendToAgent(agent.Pid, Subscribe.Update(framework)));
            }
        }
    }
}
