using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>
/// Work that an agent still runs though the master gave it up: the connection broke, and what belongs to frameworks that do not
/// checkpoint was lost at once, but the agent itself went on. It is taken back into the books, or its resources would be offered a
/// second time. (Mesos forgets such tasks, and overcommits the agent.)
/// </summary>
public static class AdoptWork
{
    /// <summary>Decides.</summary>
    public static void Decide(MasterState state, Agent agent, ReportedWork work, MasterStep step)
    {
        var tasks = work.Tasks.Where(task => IsForgotten(state, task)).ToList();
        var executors = work.Executors
            .Where(executor => state.Frameworks.ContainsKey(executor.Key.Framework) && !state.Executors.ContainsKey(executor.Key))
            .ToList();
        if (tasks.Count == 0 && executors.Count == 0)
        {
            return;
        }

        executors.ForEach(state.Put);
        foreach (var task in tasks)
        {
            Adopt(state, task, step);
        }

        state.Allocator.RemoveAgent(agent.Id);
        AddAgent.Charge(state, agent, Users(state, agent.Id));
    }

    /// <summary>Who uses what on an agent, by the books.</summary>
    private static IEnumerable<KeyValuePair<FrameworkId, Resources>> Users(MasterState state, AgentId agent) => state.TasksOf(agent)
        .Select(key => state.Tasks[key])
        .Where(static task => !task.IsFreed)
        .Select(static task => KeyValuePair.Create(task.Framework, task.Resources))
        .Concat(state.ExecutorsOf(agent).Select(key => KeyValuePair.Create(key.Framework, state.Executors[key].Resources)));

    /// <summary>Ended tasks are left out: the agent sends their end until it is acknowledged.</summary>
    private static bool IsForgotten(MasterState state, TaskEntry task) =>
        !task.IsFreed && state.Frameworks.ContainsKey(task.Framework) && !state.Tasks.ContainsKey(task.Key);

    private static void Adopt(MasterState state, TaskEntry task, MasterStep step)
    {
        var framework = state.Frameworks[task.Framework];
        state.ForgetHistory(task.Key);
        state.Put(task);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskAdded(task)));
        Statuses.Tell(
            framework,
            Statuses.Of(framework, task.Id, task.Agent, task.State, Reason.AgentReregistered, "Agent re-registered", step.Now),
            step);
    }
}
