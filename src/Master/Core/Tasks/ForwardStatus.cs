using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using Mesos.V1;
using TaskStatus = Mesos.V1.TaskStatus;

namespace Kernel.Master.Core.Tasks;

/// <summary>
/// Passes a status update on to its framework (Mesos: Master::statusUpdate, Master::updateTask). Whoever does not get
/// it, because the framework is not connected, gets it by the agent's retry.
/// </summary>
public static class ForwardStatus
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, MasterInput.StatusForwarded input, MasterStep step)
    {
        var update = input.Update;
        if (state.AgentAt(input.Pid) is not { } agent)
        {
            // It comes before its agent has re-registered, or from one that was removed: unacknowledged, it will come again.
            step.Note($"Ignored a status update of task {update.Status.TaskId.Value} from unknown agent {input.Pid}");
            state.Counters.Count("invalid_status_updates");
            return;
        }

        if (!state.Frameworks.TryGetValue(new(update.FrameworkId.Value), out var framework))
        {
            step.Note($"Ignored a status update of task {update.Status.TaskId.Value} of unknown framework {update.FrameworkId.Value}");
            state.Counters.Count("invalid_status_updates");
            AcknowledgeForGone(agent, update, step);
            return;
        }

        if (Agents.EndStrays.IsStray(state, agent.Id, new(framework.Id, new(update.Status.TaskId.Value))))
        {
            step.Note($"Ignored a status update of task {update.Status.TaskId.Value} from agent {agent.Id}: it is another's now");
            state.Counters.Count("invalid_status_updates");
            AcknowledgeForGone(agent, update, step);
            return;
        }

        state.Counters.Count("valid_status_updates");
        var status = ToTell(update);
        Statuses.Tell(framework, status, step);
        if (state.Tasks.TryGetValue(new(framework.Id, new(status.TaskId.Value)), out var task))
        {
            Update(state, task, status, update, step);
        }
    }

    private static void Update(MasterState state, TaskEntry task, TaskStatus status, StatusUpdate update, MasterStep step)
    {
        var latest = update.HasLatestState ? update.LatestState : status.State;
        var next = task.With(status) with
        {
            UpdateState = status.State,
            UpdateUuid = update.HasUuid ? update.Uuid : ByteString.Empty,
        };

        // Once ended, a task never changes; but its resources go as soon as the agent knows of the end.
        if (!TaskStates.IsTerminal(task.State))
        {
            next = next with { State = latest };
            if (TaskStates.IsTerminal(latest))
            {
                EndTask.Free(state, task, step);
                state.Counters.Count(task.Framework, latest, status.Source, status.HasReason ? status.Reason : null);
            }
        }

        state.Put(next);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskUpdated(next, status)));
    }

    /// <summary>The status as the framework is told it: with the update's own uuid and time.</summary>
    private static TaskStatus ToTell(StatusUpdate update)
    {
        var status = update.Status.Clone();
        status.Timestamp = update.Timestamp;
        if (update.AgentId() is { } agent)
        {
            status.AgentId = agent;
        }

        if (update.ExecutorId is { } executor)
        {
            status.ExecutorId = executor;
        }

        // An update without uuid is not to be acknowledged, and is told without one.
        if (update.HasUuid && !update.Uuid.IsEmpty)
        {
            status.Uuid = update.Uuid;
        }
        else
        {
            status.ClearUuid();
        }

        return status;
    }

    /// <summary>The framework, or the task, is removed and nobody will ever acknowledge: the master does, so that the agent can forget.</summary>
    private static void AcknowledgeForGone(Agent agent, StatusUpdate update, MasterStep step)
    {
        if (update.HasUuid && !update.Uuid.IsEmpty)
        {
            step.Do(new MasterEffect.SendToAgent(agent.Pid, new StatusUpdateAcknowledgementMessage
            {
                SlaveId = new() { Value = agent.Id.Value },
                FrameworkId = update.FrameworkId,
                TaskId = update.Status.TaskId,
                Uuid = update.Uuid,
            }));
        }
    }

    private static AgentID? AgentId(this StatusUpdate update) => update.SlaveId;
}
