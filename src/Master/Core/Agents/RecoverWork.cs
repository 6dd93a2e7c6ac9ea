using System.Collections.Immutable;
using Kernel.Master.Core.Frameworks;
using Kernel.Master.Core.Tasks;
using Kernel.Model;
using Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Master.Core.Agents;

/// <summary>What an agent that comes back runs becomes known again: frameworks, executors, tasks.</summary>
public static class RecoverWork
{
    /// <summary>Decides.</summary>
    /// <returns>Who uses what on the agent.</returns>
    public static ImmutableArray<KeyValuePair<FrameworkId, Resources>> Decide(
        MasterState state, Agent agent, ReportedWork work, bool wasUnreachable, MasterStep step)
    {
        foreach (var info in work.Frameworks)
        {
            RecoverFramework(state, info, step);
        }

        var users = ImmutableArray.CreateBuilder<KeyValuePair<FrameworkId, Resources>>();
        foreach (var executor in work.Executors.Where(executor => state.Frameworks.ContainsKey(executor.Key.Framework)))
        {
            state.Put(executor);
            users.Add(new(executor.Key.Framework, executor.Resources));
        }

        foreach (var task in work.Tasks
            .Where(task => state.Frameworks.ContainsKey(task.Framework) && !EndStrays.IsStray(state, agent.Id, task.Key)))
        {
            if (!task.IsFreed)
            {
                users.Add(new(task.Framework, task.Resources));
            }

            RecoverTask(state, task, wasUnreachable, step);
        }

        RecoverCompletedTasks(state, work);
        return users.ToImmutable();
    }

    /// <summary>Ended tasks that the agent remembers are shown again, if their framework is still there.</summary>
    private static void RecoverCompletedTasks(MasterState state, ReportedWork work)
    {
        foreach (var task in work.CompletedTasks.Where(task => state.Frameworks.ContainsKey(task.Framework)))
        {
            if (!state.Tasks.ContainsKey(task.Key))
            {
                state.Remember(task);
            }
        }
    }

    /// <summary>A framework that only agents have told of: it has no time limit to subscribe.</summary>
    public static void RecoverFramework(MasterState state, FrameworkInfo info, MasterStep step)
    {
        var id = new FrameworkId(info.Id.Value);
        if (state.Frameworks.ContainsKey(id) || state.IsCompleted(id))
        {
            return;
        }

        var framework = new Framework
        {
            Id = id,
            Info = info,
            Roles = [.. SubscriptionRules.RolesOf(info)],
            Standing = FrameworkStanding.Recovered,
            Registered = step.Now,
        };
        state.Put(framework);
        state.Allocator.AddFramework(id, framework.Traits([]), active: false);
        step.Do(new MasterEffect.Publish(new MasterEvent.FrameworkAdded(framework)));
    }

    private static void RecoverTask(MasterState state, TaskEntry task, bool wasUnreachable, MasterStep step)
    {
        var framework = state.Frameworks[task.Framework];
        state.ForgetHistory(task.Key);
        state.Put(task);
        step.Do(new MasterEffect.Publish(new MasterEvent.TaskAdded(task)));
        if (wasUnreachable)
        {
            Statuses.Tell(
                framework,
                Statuses.Of(framework, task.Id, task.Agent, task.State, Reason.AgentReregistered, "Unreachable agent re-registered", step.Now),
                step);
        }
    }
}
