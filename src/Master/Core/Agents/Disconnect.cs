using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// The connection to an agent has broken: nothing more is offered of it, and it has a while to come back. What runs
/// there for frameworks that do not checkpoint is lost at once (Mesos: Master::disconnect(Slave*); mesos.md 5.4).
/// </summary>
public static class Disconnect
{
    /// <summary>Decides for every agent at an address.</summary>
    public static void Decide(MasterState state, MasterInput.LinkClosed input, MasterStep step)
    {
        // Whoever connects again proves anew who it is.
        state.ForgetPrincipals(input.Address);
        foreach (var agent in state.AgentsAtAddress(input.Address).Select(id => state.Agents[id]).ToList())
        {
            if (agent.IsConnected)
            {
                Decide(state, agent, step);
            }
        }
    }

    private static void Decide(MasterState state, Agent agent, MasterStep step)
    {
        var gone = agent with { IsConnected = false, Generation = agent.Generation + 1 };
        state.Put(gone);
        state.Allocator.DeactivateAgent(agent.Id);
        Offers.RescindOffers.OfAgent(state, agent.Id, step);
        foreach (var key in state.TasksOf(agent.Id).Where(key => !state.Frameworks[key.Framework].Info.Checkpoint).ToList())
        {
            EndTask.Lose(
                state, state.Tasks[key], TaskState.TaskLost, Reason.AgentDisconnected,
                $"Agent {agent.Id} disconnected, and the framework does not checkpoint", step);
        }

        foreach (var key in state.ExecutorsOf(agent.Id).Where(key => !IsCheckpointing(state, key)).ToList())
        {
            state.Allocator.Recover(key.Framework, key.Agent, state.Executors[key].Resources, step.Now);
            state.Remove(key);
        }

        step.After(state.Settings.AgentReregisterTimeout, new MasterInput.ReregistrationTimedOut(agent.Id, gone.Generation));
        step.Note($"Agent {agent.Id} disconnected");
    }

    private static bool IsCheckpointing(MasterState state, ExecutorKey key) =>
        state.Frameworks.GetValueOrDefault(key.Framework)?.Info.Checkpoint == true;
}
