using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>A new status enters its task's stream: stored first, then forwarded if none is in flight.</summary>
public static class StatusTaking
{
    /// <summary>Takes a status that is whole and new; a durable one survives the agent.</summary>
    public static void Take(
        AgentState state, TaskKey key, V1.TaskStatus status, bool durable, AgentStep step)
    {
        var stream = state.Streams.GetValueOrDefault(key) ?? new UpdateStream(key, durable);
        var update = new StreamUpdate(stream.Next, StatusForming.Update(state, key, status));
        var isFirst = stream.Pending.IsEmpty;
        AgentRecords.Put(stream, update, acknowledged: false, step);
        state.Set(stream.With(update.Update));
        if (TaskStates.IsTerminal(status.State))
        {
            state.Counters.TaskEnded(status.State);
        }

        if (state.Tasks.TryGetValue(key, out var task))
        {
            state.Set(task.WithStatus(status));
        }

        if (isFirst)
        {
            StatusForwarding.Forward(state, state.Streams[key], step);
        }
    }

    /// <summary>
    /// Says of a task that it will not run here: by default TASK_DROPPED, or TASK_LOST to those who do not know that.
    /// </summary>
    public static void Drop(
        AgentState state,
        AgentFramework? framework,
        TaskKey key,
        V1.TaskStatus.Types.Reason reason,
        string message,
        AgentStep step,
        V1.TaskState end = V1.TaskState.TaskDropped)
    {
        step.Note($"Dropped task {key}: {message}");
        var known = end == V1.TaskState.TaskDropped ? TaskStates.For(framework, end) : end;
        var status = StatusForming.ByAgent(state, key, null, known, reason, message, step);
        Take(state, key, status, framework is { Checkpoints: true }, step);
    }
}
