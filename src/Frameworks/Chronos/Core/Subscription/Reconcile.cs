using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>
/// The master is asked how the runs stand: soon after each subscription, and now and then, since updates can be lost.
/// </summary>
internal static class Reconcile
{
    private const int TasksPerCall = 1_000;

    internal static void Decide(ChronosState state, ChronosInput.ReconcileDue due, ChronosStep step)
    {
        if (due.Subscription != state.Mesos.Subscriptions || !state.Mesos.Connected)
        {
            return;
        }

        foreach (var runs in state.Runs.All.Chunk(TasksPerCall))
        {
            var reconcile = new Call.Types.Reconcile();
            reconcile.Tasks.AddRange(runs.Select(static run => new Call.Types.Reconcile.Types.Task
            {
                TaskId = new() { Value = run.Id.Value }, AgentId = run.AgentId.Length > 0 ? new() { Value = run.AgentId } : null,
            }));
            step.Do(new ChronosEffect.CallMesos(new() { Type = Call.Types.Type.Reconcile, Reconcile = reconcile }));
        }

        step.After(due.Wait, due with { Wait = state.Settings.ReconciliationInterval });
    }
}
