using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>The subscription begins, ends, and changes its roles.</summary>
internal static class Subscribe
{
    /// <summary>The work begins: introduce Marathon, and take up what was under way.</summary>
    internal static void Decide(MarathonState state, MarathonInput.Started started, MarathonStep step)
    {
        Introduce(state, resubscribe: true, step);
        step.After(state.Settings.LaunchTokenRefresh, new MarathonInput.TokensDue());
        step.After(TimeSpan.Zero, new MarathonInput.ScaleCheckDue());
        foreach (var instance in state.Instances.All)
        {
            TakeUp(state, instance, step);
        }
    }

    /// <summary>The master accepted the subscription.</summary>
    internal static void Decide(MarathonState state, Event.Types.Subscribed subscribed, MarathonStep step)
    {
        var link = state.Mesos;
        var isFirst = link.FrameworkId is null;
        link.FrameworkId = subscribed.FrameworkId.Value;
        link.Connected = true;
        link.Subscriptions++;
        link.Master = Master(subscribed.MasterInfo);
        link.Region = subscribed.MasterInfo?.Domain?.FaultDomain?.Region.Name;
        step.Put(Stored.FrameworkKey, Stored.Framework(link.FrameworkId, link.Roles));
        step.Note($"subscribed to {link.Master} as {link.FrameworkId}");
        step.Do(new MarathonEffect.Publish(
            isFirst ? new MarathonEvent.Registered(link.FrameworkId, link.Master)
                : new MarathonEvent.Reregistered(link.Master), step.Now));
        link.WantedRoles = new HashSet<string>(link.Roles);
        link.ReviveBudget = default;
        WantOffers.Consider(state, step);
        Reconcile.Decide(state, new MarathonInput.ReconcileDue(link.Subscriptions), step);
        step.After(state.Settings.ReconciliationDelay, new MarathonInput.ReconcileDue(link.Subscriptions));
    }

    /// <summary>The subscription ended.</summary>
    internal static void Decide(MarathonState state, MarathonInput.MesosLost lost, MarathonStep step)
    {
        if (state.Mesos.Connected)
        {
            state.Mesos.Connected = false;
            step.Note($"disconnected from {state.Mesos.Master}: {lost.Reason}");
            step.Do(new MarathonEffect.Publish(new MarathonEvent.Disconnected(), step.Now));
        }
    }

    /// <summary>The master refuses Marathon: if it has removed the framework, Marathon begins as a new one.</summary>
    internal static void Decide(MarathonState state, Event.Types.Error error, MarathonStep step)
    {
        step.Note($"the master refuses: {error.Message}");
        if (!error.Message.Contains("removed", StringComparison.OrdinalIgnoreCase)
            && !error.Message.Contains("completed", StringComparison.OrdinalIgnoreCase))
        {
            step.Do(new MarathonEffect.Leave(error.Message));
            return;
        }

        state.Mesos.FrameworkId = null;
        state.Mesos.Connected = false;
        step.Delete(Stored.FrameworkKey);
        foreach (var instance in state.Instances.All.Where(static instance => instance.Condition.IsActive()).ToList())
        {
            var lost = instance with { Condition = Condition.Unknown, Since = step.Now };
            RecordInstance.Set(state, lost, step);
            EndInstance.Decide(state, lost, step);
        }

        Introduce(state, resubscribe: true, step);
    }

    /// <summary>
    /// Tells the master if there is a role more. One that is not used any more goes with the next subscription.
    /// </summary>
    internal static void ConsiderRoles(MarathonState state, MarathonStep step)
    {
        if (!state.Mesos.LacksRole)
        {
            return;
        }

        Introduce(state, resubscribe: false, step);
        if (state.Mesos.Connected)
        {
            step.Do(new MarathonEffect.CallMesos(new()
            {
                Type = Call.Types.Type.UpdateFramework,
                UpdateFramework = new() { FrameworkInfo = FrameworkInfos.Of(state) },
            }));
        }
    }

    private static void Introduce(MarathonState state, bool resubscribe, MarathonStep step)
    {
        state.Mesos.Roles = FrameworkInfos.Roles(state);
        state.Mesos.LacksRole = false;
        step.Do(new MarathonEffect.Introduce(FrameworkInfos.Of(state), [], resubscribe));
    }

    private static void TakeUp(MarathonState state, Instance instance, MarathonStep step)
    {
        if (instance.Condition is Condition.Provisioned or Condition.Staging or Condition.Starting)
        {
            step.After(
                state.Settings.LaunchTimeout, new MarathonInput.LaunchOverdue(
                    instance.Id, instance.Incarnation, instance.Condition));
        }
        else if (instance.Condition is Condition.Unreachable or Condition.UnreachableInactive
            && instance.Spec.Unreachable.Enabled)
        {
            step.At(
                instance.Since + TimeSpan.FromSeconds(instance.Spec.Unreachable.ExpungeAfterSeconds),
                new MarathonInput.UnreachableDue(instance.Id, instance.Since));
        }

        ProbeInstances.Begin(state, instance, step);
        if (instance.Goal != Goal.Running && instance.Condition.IsActive())
        {
            KillInstance.Begin(state, instance, step);
        }
    }

    private static string Master(Mesos.V1.MasterInfo? master) =>
        master is null ? "" : $"{(master.HasHostname ? master.Hostname : master.Address?.Hostname)}:{master.Port}";
}
