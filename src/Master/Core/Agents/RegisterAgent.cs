using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>Admits an agent that has no id yet (Mesos: Master::registerSlave; mesos.md 5.3).</summary>
public static class RegisterAgent
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.AgentRegistering input, MasterStep step)
    {
        if (AgentRules.Refuse(state, input.Pid, input.Agent) is { } reason)
        {
            step.Note($"Ignored the registration of agent {input.Pid}: {reason}");
            return;
        }

        if (AgentRules.IsDown(state, input.Agent.Info.Hostname, input.Pid))
        {
            AgentRules.ShutDown(input.Pid, "Machine is `DOWN`", step);
            return;
        }

        if (state.AgentAt(input.Pid) is { } known)
        {
            if (known.IsConnected && known.ResourceVersion == input.Agent.ResourceVersion)
            {
                // It has not seen the answer: the same one again. One that has lost its memory has another version.
                Confirm(state, known, step);
                return;
            }

            RemoveAgent.Decide(state, known, "A new agent registered at the same address", step);
            state.Counters.Count("slave_removals/reason_registered");
            GiveUpLink.Decide(state, known, step);
        }

        Admit(state, input, step);
    }

    /// <summary>Tells an agent that it is registered.</summary>
    public static void Confirm(MasterState state, Agent agent, MasterStep step) =>
        step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.SlaveRegisteredMessage
        {
            SlaveId = new() { Value = agent.Id.Value }, Connection = Connection(state),
        }));

    /// <summary>What an agent is told of its connection: after how long without a ping it must look for the master again.</summary>
    public static Mesos.Internal.MasterSlaveConnection Connection(MasterState state) => new()
    {
        TotalPingTimeoutSeconds = (state.Settings.AgentPingTimeout * state.Settings.MaxAgentPingTimeouts).TotalSeconds,
    };

    private static void Admit(MasterState state, MasterInput.AgentRegistering input, MasterStep step)
    {
        var id = state.NextAgentId();
        var info = input.Agent.Info.Clone();
        info.Id = new() { Value = id.Value };
        var agent = new Agent
        {
            Id = id,
            Pid = input.Pid,
            Info = info,
            Total = input.Agent.Total,
            Version = input.Agent.Version,
            Capabilities = input.Agent.Capabilities,
            ResourceVersion = input.Agent.ResourceVersion,
            Registered = step.Now,
            Observer = state.NextObserver(),
        };
        step.PutAgent(agent);
        AddAgent.Decide(state, agent, [], step);
        Confirm(state, agent, step);
        state.Counters.Count("slave_registrations");
        step.Note($"Agent {id} at {agent.Pid} registered with {agent.Total}");
    }
}
