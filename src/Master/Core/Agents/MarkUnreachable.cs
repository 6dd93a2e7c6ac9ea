using Kernel.Master.Core.Tasks;
using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// An agent could not be reached for too long: its tasks are out of sight, but may come back with it (Mesos:
/// Master::markUnreachable; mesos.md 5.6). A rate limit, if set, lets one go after the other.
/// </summary>
public static class MarkUnreachable
{
    /// <summary>Marks an agent as unreachable, now or as soon as the rate limit allows.</summary>
    public static void Schedule(MasterState state, ScheduledRemoval removal, MasterStep step)
    {
        if (state.ScheduleRemoval(removal))
        {
            state.Counters.Count("slave_unreachable_scheduled");
            Release(state, step);
        }
    }

    /// <summary>Decides that the rate limit lets the next agent go.</summary>
    public static void Decide(MasterState state, MasterStep step)
    {
        state.ExpectRemoval(false);
        Release(state, step);
    }

    /// <summary>Decides that a disconnected agent has not come back in time, unless it has.</summary>
    public static void Decide(MasterState state, MasterInput.ReregistrationTimedOut input, MasterStep step)
    {
        if (state.Agents.TryGetValue(input.Agent, out var agent) && !agent.IsConnected && agent.Generation == input.Generation)
        {
            Schedule(state, new(agent.Id, "it did not re-register in time after its connection broke", IsSilent: false), step);
        }
    }

    /// <summary>Decides that the agents of the registry have had their time to come back after a failover.</summary>
    public static void DecideRecovered(MasterState state, MasterStep step)
    {
        if (state.Recovered.Count > state.AgentsWhenElected * state.Settings.RecoveryAgentRemovalLimit)
        {
            step.Do(new MasterEffect.Abort(
                $"{state.Recovered.Count} of the {state.AgentsWhenElected} agents of the registry have not come back, which is more than "
                + "--recovery_agent_removal_limit allows: something is wrong that is not their fault"));
            return;
        }

        foreach (var id in state.Recovered.Keys.ToList())
        {
            Schedule(state, new(id, "it did not re-register in time after the failover of the master", IsSilent: false), step);
        }
    }

    /// <summary>
    /// Lets go whom the rate limit lets go: the first at once, each other one an interval after the one before (Mesos: RateLimiter).
    /// </summary>
    private static void Release(MasterState state, MasterStep step)
    {
        var nextFrom = state.Settings.AgentRemovalInterval is { } interval ? step.Now + interval : Moment.Epoch;
        while (state.RemovalsHeldUntil <= step.Now && state.NextRemoval(nextFrom) is { } next)
        {
            Decide(state, next.Agent, next.Why, step);
        }

        if (state.ScheduledRemovals.Count > 0 && !state.IsRemovalDue)
        {
            state.ExpectRemoval(true);
            step.At(state.RemovalsHeldUntil, new MasterInput.RemovalDue());
        }
    }

    private static void Decide(MasterState state, AgentId id, string why, MasterStep step)
    {
        if (state.Agents.TryGetValue(id, out var agent))
        {
            Mark(state, id, new(step.Now, agent.IsDeactivated, agent.Drain, agent.DrainStarted), step);
            LoseSight(state, agent, why, step);
        }
        else if (state.Recovered.TryGetValue(id, out var recovered))
        {
            Mark(state, id, new(step.Now, recovered.IsDeactivated, recovered.Drain, recovered.DrainStarted), step);
            state.Counters.Count("recovery_slave_removals");
        }
        else
        {
            return;
        }

        state.Counters.Count("slave_unreachable_completed");
        state.Counters.Count("slave_removals");
        state.Counters.Count("slave_removals/reason_unhealthy");
        step.Note($"Agent {id} is unreachable: {why}");
    }

    private static void Mark(MasterState state, AgentId id, UnreachableAgent unreachable, MasterStep step)
    {
        step.PutUnreachable(id, unreachable);
        state.PutUnreachable(id, unreachable);
    }

    private static void LoseSight(MasterState state, Agent agent, string why, MasterStep step)
    {
        Offers.RescindOffers.OfAgent(state, agent.Id, step);
        foreach (var key in state.TasksOf(agent.Id).ToList())
        {
            EndTask.LoseSight(state, state.Tasks[key], $"Agent {agent.Id} is unreachable: {why}", step);
        }

        Operations.OperationFeedback.LoseSight(state, agent.Id, step);
        RemoveAgent.ClearRest(state, agent, step);
        GiveUpLink.Decide(state, agent, step);
    }
}
