using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Mesos.V1.Scheduler;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>Removes an agent for good: its tasks are lost, its id is never used again (Mesos: Master::removeSlave; mesos.md 4.4).</summary>
public static class RemoveAgent
{
    /// <summary>Decides that a registered agent leaves, or has been replaced at its address.</summary>
    public static void Decide(MasterState state, Agent agent, string why, MasterStep step)
    {
        step.DeleteAgent(agent.Id);
        Clear(state, agent, static _ => TaskState.TaskLost, Reason.AgentRemoved, why, step);
        state.Remove(agent.Id);
        state.Counters.Count("slave_removals");
        step.Note($"Removed agent {agent.Id}: {why}");
    }

    /// <summary>Decides that an agent unregisters itself.</summary>
    public static void Decide(MasterState state, MasterInput.AgentUnregistering input, MasterStep step)
    {
        if (state.Agents.TryGetValue(input.Agent, out var agent) && agent.Pid == input.Pid)
        {
            Decide(state, agent, "the agent unregistered", step);
            state.Counters.Count("slave_removals/reason_unregistered");
        }
    }

    /// <summary>
    /// Takes an agent out of everything but the list it stands in: offers, tasks, executors, operations, the allocator; tells frameworks.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="endOf">The state that a framework's tasks come to.</param>
    /// <param name="reason">The reason they are told.</param>
    /// <param name="why">The same, for people.</param>
    /// <param name="step">The step.</param>
    public static void Clear(
        MasterState state, Agent agent, Func<Framework, TaskState> endOf, Reason reason, string why, MasterStep step)
    {
        Offers.RescindOffers.OfAgent(state, agent.Id, step);
        foreach (var key in state.TasksOf(agent.Id).ToList())
        {
            EndTask.Lose(state, state.Tasks[key], endOf(state.Frameworks[key.Framework]), reason, $"Agent {agent.Id} removed: {why}", step);
        }

        ClearRest(state, agent, step);
    }

    /// <summary>The part of <see cref="Clear"/> that has nothing to do with tasks.</summary>
    public static void ClearRest(MasterState state, Agent agent, MasterStep step)
    {
        foreach (var key in state.ExecutorsOf(agent.Id).ToList())
        {
            state.Allocator.Recover(key.Framework, agent.Id, state.Executors[key].Resources, step.Now);
            state.Remove(key);
        }

        foreach (var uuid in state.OperationsOf(agent.Id).ToList())
        {
            state.Remove(state.Operations[uuid]);
        }

        state.Allocator.RemoveAgent(agent.Id);
        TellFrameworks(state, agent.Id, step);
        step.Do(new MasterEffect.Publish(new MasterEvent.AgentRemoved(agent.Id)));
    }

    private static void TellFrameworks(MasterState state, AgentId agent, MasterStep step)
    {
        foreach (var framework in state.Frameworks.Values)
        {
            if (framework.StreamId is { } stream)
            {
                step.Do(new MasterEffect.SendEvent(stream, new()
                {
                    Type = Event.Types.Type.Failure, Failure = new() { AgentId = new() { Value = agent.Value } },
                }));
            }
        }
    }
}
