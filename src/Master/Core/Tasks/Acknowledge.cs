using Kernel.Model;
using Mesos.V1.Scheduler;

namespace Kernel.Master.Core.Tasks;

/// <summary>Passes a framework's acknowledgement on to the agent (Mesos: Master::acknowledge).</summary>
public static class Acknowledge
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Framework framework, Call.Types.Acknowledge call, MasterStep step)
    {
        if (!state.Agents.TryGetValue(new(call.AgentId.Value), out var agent) || !agent.IsConnected)
        {
            // The agent retries what is not acknowledged, so dropping this one loses nothing.
            step.Note($"Dropped an acknowledgement of task {call.TaskId.Value}: agent {call.AgentId.Value} is not connected");
            state.Counters.Count("invalid_status_update_acknowledgements");
            return;
        }

        state.Counters.Count("valid_status_update_acknowledgements");
        if (state.Tasks.TryGetValue(new(framework.Id, new(call.TaskId.Value)), out var task) && task.UpdateUuid == call.Uuid)
        {
            Settle(state, task);
        }

        step.Do(new MasterEffect.SendToAgent(agent.Pid, new Mesos.Internal.StatusUpdateAcknowledgementMessage
        {
            SlaveId = call.AgentId, FrameworkId = new() { Value = framework.Id.Value }, TaskId = call.TaskId, Uuid = call.Uuid,
        }));
        Agents.FinishDraining.Decide(state, agent.Id, step);
    }

    private static void Settle(MasterState state, TaskEntry task)
    {
        if (task.UpdateState is { } told && TaskStates.IsTerminal(told))
        {
            state.Complete(task with { UpdateUuid = Google.Protobuf.ByteString.Empty });
        }
    }
}
