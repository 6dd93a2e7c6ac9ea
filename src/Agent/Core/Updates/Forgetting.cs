using Kernel.Model;

namespace Kernel.Agent.Core;

/// <summary>Lets go of what is over, in memory and in the store.</summary>
public static class Forgetting
{
    /// <summary>Forgets a stream and all updates in it.</summary>
    public static void Stream(AgentState state, UpdateStream stream, AgentStep step)
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

    /// <summary>
    /// Forgets who the agent is and all that runs on it: it leaves for good, and comes back as another. Reservations
    /// and volumes
    /// stay: they are the machine's.
    /// </summary>
    public static void All(AgentState state, AgentStep step)
    {
        foreach (var stream in state.Streams.Values.ToArray())
        {
            Stream(state, stream, step);
        }

        foreach (var task in state.Tasks.Values.ToArray())
        {
            Task(state, task, step);
        }

        foreach (var run in state.Executors.Values.Where(static run => run.Checkpoints))
        {
            step.Delete(AgentKeys.Of(run.Key));
        }

        foreach (var framework in state.Frameworks.Values.Where(static framework => framework.Checkpoints))
        {
            step.Delete(AgentKeys.Of(framework.Id));
        }

        step.Delete(AgentKeys.Drain);
        step.Delete(AgentKeys.Info);
    }

    /// <summary>Moves a task to those that its executor completed.</summary>
    public static void Task(AgentState state, AgentTask task, AgentStep step)
    {
        state.Complete(task);
        if (state.Executors.TryGetValue(task.Executor, out var run) && run.Checkpoints)
        {
            step.Delete(AgentKeys.Of(task.Key));
        }
    }
}
