using Google.Protobuf;
using Kernel.Master.Core.Offers;
using Kernel.Master.Core.Operations;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>MARK_AGENT_GONE: an operator says that an agent will never come back (mesos.md 5.14).</summary>
public static class MarkGone
{
    private const string Message = "Agent has been marked gone";

    /// <summary>Decides.</summary>
    public static CallAnswer Decide(MasterState state, AgentId id, MasterStep step)
    {
        if (state.Gone.ContainsKey(id))
        {
            return CallAnswer.Ok;
        }

        if (state.Agents.TryGetValue(id, out var agent))
        {
            Registered(state, agent, step);
            return CallAnswer.Ok;
        }

        if (!state.Recovered.ContainsKey(id) && !state.Unreachable.ContainsKey(id))
        {
            return CallAnswer.NotFound($"Agent '{id}' not found");
        }

        step.PutGone(id, step.Now);
        state.PutGone(id, step.Now);
        GiveUpUnreachableTasks(state, id, step);
        return CallAnswer.Ok;
    }

    /// <summary>The agent is registered: it is told to shut down, and all that ran there is gone.</summary>
    internal static void Registered(MasterState state, Agent agent, MasterStep step)
    {
        step.PutGone(agent.Id, step.Now);
        AgentRules.ShutDown(agent.Pid, Message, step);
        RescindOffers.OfAgent(state, agent.Id, step);
        foreach (var key in state.TasksOf(agent.Id).ToList())
        {
            var reason = ReasonFor(state.Frameworks[key.Framework]);
            EndTask.Lose(state, state.Tasks[key], TaskState.TaskGoneByOperator, reason, Message, step);
        }

        OperationFeedback.Gone(state, agent.Id, step);
        RemoveAgent.ClearRest(state, agent, step);
        state.PutGone(agent.Id, step.Now);
        state.Counters.Count("slave_removals");
        step.Note($"Agent {agent.Id} has been marked gone");
    }

    private static Reason ReasonFor(Framework framework) =>
        framework.IsPartitionAware ? Reason.AgentRemovedByOperator : Reason.AgentRemoved;

    private static void GiveUpUnreachableTasks(MasterState state, AgentId agent, MasterStep step)
    {
        foreach (var framework in state.Frameworks.Values)
        {
            foreach (var task in state.UnreachableTasks(framework.Id).Where(task => task.Agent == agent).ToList())
            {
                GiveUp(state, framework, task, step);
            }
        }
    }

    private static void GiveUp(MasterState state, Framework framework, TaskEntry task, MasterStep step)
    {
        var status = Statuses.Of(
            framework, task.Id, task.Agent, TaskState.TaskGoneByOperator, ReasonFor(framework), Message, step.Now);
        var gone = task.With(status) with { State = status.State, UpdateState = status.State, UpdateUuid = ByteString.Empty };
        state.ForgetHistory(task.Key);
        state.Complete(gone);
        state.Counters.Count(framework.Id, status.State, status.Source, status.Reason);
        Statuses.Tell(framework, status, step);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskUpdated(gone, status)));
    }
}
