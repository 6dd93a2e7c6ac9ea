using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>
/// A scheduler has seen the update in flight: the stream advances, or ends with its task (Mesos:
/// Slave::statusUpdateAcknowledgement).
/// </summary>
public static class StatusAcknowledging
{
    /// <summary>Advances the stream. An acknowledgement of anything but its head is ignored.</summary>
    public static void Decide(AgentState state, UpdateAcknowledged input, AgentStep step)
    {
        var message = input.Message;
        var key = new TaskKey(new(message.FrameworkId.Value), new(message.TaskId.Value));
        if (!state.Streams.TryGetValue(key, out var stream) || stream.Head is not { } head || head.Uuid != message.Uuid)
        {
            step.Note($"Ignored an acknowledgement for task {key}: not of the update in flight");
            return;
        }

        if (TaskStates.IsTerminal(head.Status.State))
        {
            Finish(state, stream, step);
        }
        else
        {
            Advance(state, stream, step);
        }
    }

    private static void Advance(AgentState state, UpdateStream stream, AgentStep step)
    {
        AgentRecords.Put(stream, stream.Pending.Peek(), acknowledged: true, step);
        var next = stream.Acknowledged(out var forgotten);
        if (forgotten is { } old && stream.IsDurable)
        {
            step.Delete(AgentKeys.Of(stream.Key, old.Number));
        }

        state.Set(next);
        StatusForwarding.Forward(state, next, step);
    }

    private static void Finish(AgentState state, UpdateStream stream, AgentStep step)
    {
        Forgetting.Stream(state, stream, step);
        if (state.Tasks.TryGetValue(stream.Key, out var task))
        {
            Forgetting.Task(state, task, step);
            ExecutorRemoving.IfDone(state, task.Executor, step);
        }
    }
}
