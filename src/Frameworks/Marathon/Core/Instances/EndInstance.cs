namespace Kernel.Marathon.Core;

/// <summary>Decides what becomes of an instance whose task has ended or got out of sight.</summary>
internal static class EndInstance
{
    /// <summary>Decides by the table of <see cref="InstanceMachine"/>.</summary>
    internal static void Decide(MarathonState state, Instance instance, MarathonStep step)
    {
        var current = state.Tree.Spec(instance.SpecId);
        var isReplaced = current is not null
            && state.ActionOn(instance.SpecId) is { Kind: ActionKind.Restart }
            && instance.IsOutdated(current);
        var outcome = InstanceMachine.After(
            instance.Goal, instance.Condition, isReplaced, !instance.Volumes.IsEmpty, instance.Spec.Unreachable);
        switch (outcome)
        {
            case Outcome.Reschedule when current is null:
            case Outcome.Expunge:
                RecordInstance.Expunge(state, instance, step);
                break;
            case Outcome.Reschedule:
                Reschedule(state, instance, current!, step);
                break;
            case Outcome.Rest:
                RecordInstance.Set(state, instance with { Goal = Goal.Stopped }, step);
                break;
        }
    }

    /// <summary>An instance has been unreachable for a while.</summary>
    internal static void Decide(MarathonState state, MarathonInput.UnreachableDue due, MarathonStep step)
    {
        if (state.Instances.Find(due.Id) is not { Condition: Condition.Unreachable or Condition.UnreachableInactive } instance
            || (instance.Condition == Condition.Unreachable && instance.Since != due.Since))
        {
            return;
        }

        var strategy = instance.Spec.Unreachable;
        if (step.Now >= due.Since + TimeSpan.FromSeconds(strategy.ExpungeAfterSeconds) && instance.Volumes.IsEmpty)
        {
            RecordInstance.Expunge(state, instance, step);
        }
        else if (instance.Condition == Condition.Unreachable)
        {
            RecordInstance.Set(
                state, instance with { Condition = Condition.UnreachableInactive, Since = step.Now }, step);
        }

        Converge.Spec(state, instance.SpecId, step);
    }

    /// <summary>A launch has been under way for too long: it is ended, and made anew.</summary>
    internal static void Decide(MarathonState state, MarathonInput.LaunchOverdue due, MarathonStep step)
    {
        if (state.Instances.Find(due.Id) is { } instance
            && instance.Incarnation == due.Incarnation
            && instance.Condition == due.Condition)
        {
            step.Note($"instance {instance.Id} has been {instance.Condition} for too long and is ended");
            KillInstance.Begin(state, instance, step);
        }
    }

    /// <summary>
    /// A task that did not survive is lost for good: since no task of an incarnation runs twice, the next one may begin
    /// although a late
    /// message may still tell of it.
    /// </summary>
    private static void Reschedule(MarathonState state, Instance instance, RunSpec current, MarathonStep step)
    {
        var spec = instance.IsOutdated(current) ? instance.Spec : current;
        if (instance.Condition == Condition.Unreachable)
        {
            RecordInstance.Expunge(state, instance, step);
            RecordInstance.Schedule(state, spec, step);
        }
        else
        {
            RecordInstance.Reschedule(state, instance, spec, step);
        }
    }
}
