using Kernel.Master.Core.Tasks;
using Kernel.Model;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// An agent comes back with a task whose id has been given to another task elsewhere since: the master that leads now did not know of it, or it
/// had been lost. There cannot be two; the one that was away is ended, and nothing is told of it.
/// </summary>
public static class EndStrays
{
    /// <summary>Whether a task that an agent names is known to run on another.</summary>
    public static bool IsStray(MasterState state, AgentId agent, TaskKey key) =>
        state.Tasks.TryGetValue(key, out var known) && known.Agent != agent;

    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        foreach (var task in work.Tasks.Where(task => !task.IsFreed && IsStray(state, agent.Id, task.Key)))
        {
            step.Note($"Ending task {task.Id} on agent {agent.Id}: another of that id runs on agent {state.Tasks[task.Key].Agent}");
            KillTask.Send(agent, task.Framework, task.Id, null, step);
        }
    }
}
