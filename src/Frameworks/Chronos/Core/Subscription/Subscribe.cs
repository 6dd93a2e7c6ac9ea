using Mesos.V1.Scheduler;

namespace Kernel.Chronos.Core;

/// <summary>The subscription begins, breaks and ends.</summary>
internal static class Subscribe
{
    /// <summary>The work begins: what was under way is taken up.</summary>
    internal static void Begin(ChronosState state, ChronosStep step)
    {
        foreach (var run in state.Waiting.Values.ToList())
        {
            step.At(run.Due, new ChronosInput.AttemptDue(run.Key));
        }

        foreach (var job in state.Jobs.All)
        {
            SetJob.Plan(state, job);
        }

        KillRuns.TakeUp(state, step);
        step.Do(new ChronosEffect.Subscribe(state.Mesos.FrameworkId));
    }

    /// <summary>
    /// The master accepted the subscription. Offers from before are void, and so is what it was told of wanting none.
    /// </summary>
    internal static void Decide(ChronosState state, Event.Types.Subscribed subscribed, ChronosStep step)
    {
        var link = state.Mesos;
        link.FrameworkId = subscribed.FrameworkId.Value;
        link.Connected = true;
        link.Suppressed = false;
        link.Subscriptions++;
        state.Offers.Clear();
        step.Put(Stored.FrameworkKey, Stored.Framework(link.FrameworkId));
        step.Note($"subscribed as {link.FrameworkId}");
        step.Do(new ChronosEffect.CallMesos(new() { Type = Call.Types.Type.Reconcile, Reconcile = new() }));
        Reconcile.Decide(state, new(link.Subscriptions, state.Settings.ReconciliationDelay), step);
    }

    /// <summary>The subscription is interrupted.</summary>
    internal static void Decide(ChronosState state, ChronosInput.MesosLost lost, ChronosStep step)
    {
        if (state.Mesos.Connected)
        {
            step.Note($"disconnected: {lost.Reason}");
        }

        state.Mesos.Connected = false;
        state.Offers.Clear();
    }

    /// <summary>
    /// The master refuses Chronos. If it has removed the framework, its tasks are gone and Chronos begins as a new one.
    /// </summary>
    internal static void Decide(ChronosState state, ChronosInput.MesosRefused refused, ChronosStep step)
    {
        state.Mesos.Connected = false;
        state.Offers.Clear();
        if (!refused.Reason.Contains("removed", StringComparison.OrdinalIgnoreCase))
        {
            step.Do(new ChronosEffect.Leave(refused.Reason));
            return;
        }

        step.Note($"begins as a new framework: {refused.Reason}");
        state.Mesos.FrameworkId = null;
        step.Delete(Stored.FrameworkKey);
        foreach (var run in state.Runs.All.ToList())
        {
            var lost = new Mesos.V1.TaskStatus
            {
                TaskId = new() { Value = run.Id.Value }, State = Mesos.V1.TaskState.TaskLost, Message = refused.Reason,
            };
            EndRun.Decide(state, run, lost, step);
        }

        step.Do(new ChronosEffect.Subscribe(null));
    }
}
