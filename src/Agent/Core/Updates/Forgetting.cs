using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>Lets go of what is over, in memory and in the store.</summary>
public static class Forgetting
{
    /// <summary>Forgets a stream and all updates in it.</summary>
    public static void Stream(AgentState state, UpdateStream stream, Step<AgentInput, AgentEffect> step)
    {
        state.Remove(stream);
        if (stream.IsDurable)
        {
            foreach (var update in stream.Remembered.Concat(stream.Pending))
            {
                step.Delete(AgentKeys.Of(stream.Key, update.Number));
            }
        }
    }

    /// <summary>Moves a task to those that its executor completed.</summary>
    public static void Task(AgentState state, AgentTask task, Step<AgentInput, AgentEffect> step)
    {
        state.Complete(task);
        if (state.Executors.TryGetValue(task.Executor, out var run) && run.Checkpoints)
        {
            step.Delete(AgentKeys.Of(task.Key));
        }
    }
}
