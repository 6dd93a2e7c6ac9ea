using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>A master has taken the agent (Mesos: Slave::registered, Slave::reregistered).</summary>
public static class Registered
{
    /// <summary>A master gave the agent its id, or repeats it.</summary>
    public static void Decide(AgentState state, AgentRegistered input, AgentStep step)
    {
        if (!Accepts(state, input.Master, input.Message.SlaveId, step))
        {
            return;
        }

        if (state.Id is null)
        {
            TakeId(state, input.Message.SlaveId, step);
        }

        Become(state, input.Master, input.Message.Connection, step);
    }

    /// <summary>A master took the agent back, and may ask about tasks that the agent did not name.</summary>
    public static void Decide(AgentState state, AgentReregistered input, AgentStep step)
    {
        if (!Accepts(state, input.Master, input.Message.SlaveId, step))
        {
            return;
        }

        Become(state, input.Master, input.Message.Connection, step);
        foreach (var reconciliation in input.Message.Reconciliations)
        {
            Reconcile(state, reconciliation, step);
        }
    }

    private static bool Accepts(AgentState state, string master, V1.AgentID id, AgentStep step)
    {
        if (state.Phase is AgentPhase.Recovering or AgentPhase.Terminating)
        {
            return false;
        }

        if (state.Phase == AgentPhase.Running && state.Registration.Master != master)
        {
            step.Note($"Ignored a registration by {master}: registered with {state.Registration.Master}");
            return false;
        }

        if (state is { Phase: AgentPhase.Disconnected, Registration.HasAsked: false })
        {
            step.Note($"Ignored a registration by {master}: it answers what was asked before this agent was registered elsewhere");
            return false;
        }

        if (state.Id is { } known && known.Value != id.Value)
        {
            step.Do(new ExitAgent(1, $"Registered but got wrong id: {id.Value} (expected: {known})", EndHost: false));
            return false;
        }

        return true;
    }

    private static void TakeId(AgentState state, V1.AgentID id, AgentStep step)
    {
        var info = state.Info.Clone();
        info.Id = id;
        state.Know(info);
        AgentRecords.PutInfo(state, step);
        step.Do(new PrepareAgentDirectory(new(id.Value)));
    }

    private static void Become(
        AgentState state, string master, MasterSlaveConnection? connection, AgentStep step)
    {
        var wasRunning = state.Phase == AgentPhase.Running;
        state.Enter(AgentPhase.Running);
        state.Know(state.Registration with
        {
            Master = master,
            PingTimeout = connection is { HasTotalPingTimeoutSeconds: true }
                ? TimeSpan.FromSeconds(Math.Clamp(connection.TotalPingTimeoutSeconds, 1, 86_400))
                : state.Registration.PingTimeout,
        });
        Pinging.ExpectNext(state, step);
        if (!wasRunning)
        {
            step.Note($"Registered with {master} as {state.Id}");
            step.Do(new SendToPeer(master, state.Resources.Update(state.Info.Id)));
            StatusForwarding.ResumeAll(state, step);
            OperationForwarding.ResumeAll(state, step);
        }
    }

    /// <summary>Answers for the tasks that the master knows and this agent never got.</summary>
    private static void Reconcile(AgentState state, ReconcileTasksMessage reconciliation, AgentStep step)
    {
        var id = new FrameworkId(reconciliation.FrameworkId.Value);
        var framework = reconciliation.Framework is { } info
            ? new AgentFramework(id, info, "")
            : state.Frameworks.GetValueOrDefault(id);
        foreach (var status in reconciliation.Statuses)
        {
            var key = new TaskKey(id, new(status.TaskId.Value));
            if (!state.Tasks.ContainsKey(key) && !state.Streams.ContainsKey(key))
            {
                StatusTaking.Drop(
                    state, framework, key, V1.TaskStatus.Types.Reason.Reconciliation,
                    "Reconciliation: task unknown to the agent", step);
            }
        }
    }
}
