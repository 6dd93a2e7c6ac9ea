using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>
/// Asks the master what it knows of all tasks (Marathon: TaskReconciliation in SchedulerActions.scala).
/// </summary>
internal static class Reconcile
{
    /// <summary>Asks about every task that is known, and then about all that are not.</summary>
    internal static void Decide(MarathonState state, MarathonInput.ReconcileDue due, MarathonStep step)
    {
        if (!state.Mesos.Connected || due.Subscription != state.Mesos.Subscriptions)
        {
            return;
        }

        var tasks = state.Instances.All.Where(static instance => instance.Condition.IsActive()).SelectMany(Tasks).ToList();
        if (tasks.Count > 0)
        {
            step.Do(new MarathonEffect.CallMesos(
                new() { Type = Call.Types.Type.Reconcile, Reconcile = new() { Tasks = { tasks } } }));
        }

        step.Do(new MarathonEffect.CallMesos(new() { Type = Call.Types.Type.Reconcile, Reconcile = new() }));
    }

    /// <summary>Asks, and will ask again.</summary>
    internal static void Repeat(MarathonState state, MarathonInput.ReconcileDue due, MarathonStep step)
    {
        Decide(state, due, step);
        if (due.Subscription == state.Mesos.Subscriptions)
        {
            step.After(state.Settings.ReconciliationInterval, due);
        }
    }

    private static IEnumerable<Call.Types.Reconcile.Types.Task> Tasks(Instance instance) => instance.Tasks
        .Where(static task => !task.Condition.IsTerminal())
        .Select(task => new Call.Types.Reconcile.Types.Task
        {
            TaskId = new() { Value = task.Id.Value },
            AgentId = instance.Agent is { } agent ? new() { Value = agent.Id } : null,
        });
}
