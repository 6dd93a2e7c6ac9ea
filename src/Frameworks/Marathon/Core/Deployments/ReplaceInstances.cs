namespace Kernel.Marathon.Core;

/// <summary>
/// Replaces outdated instances by new ones, as many at a time as the app allows (Marathon: TaskReplaceActor.scala).
/// </summary>
internal static class ReplaceInstances
{
    /// <summary>Ends old instances and schedules new ones.</summary>
    internal static void Move(MarathonState state, RunSpec spec, MarathonStep step)
    {
        foreach (var instance in Old(state, spec).Where(static old => !old.Condition.IsActive()))
        {
            KillInstance.Decommission(state, instance, keepVolumes: true, step);
        }

        var old = Old(state, spec);
        var move = RollingReplace.Move(Look(state, spec, old), spec.Upgrade, spec.IsResident);
        var victims = KillOrder.Ordered(old, spec.Selection)
            .OrderBy(instance => InstanceHealth.IsServing(instance, state.Health.View))
            .Take(move.Kill)
            .ToList();
        foreach (var instance in victims)
        {
            KillInstance.Decommission(state, instance, keepVolumes: true, step);
        }

        ScaleInstances.Add(state, spec, move.Start, step);
        EndSurplus(state, spec, step);
    }

    /// <summary>Whether all instances are new and up, and no old one is left.</summary>
    internal static bool IsDone(MarathonState state, RunSpec spec) =>
        ScaleInstances.IsDone(state, spec)
        && !state.Instances.Of(spec.Id).Values.Any(
            instance => instance.IsOutdated(spec) && instance.Condition.IsActive());

    private static ReplaceState Look(MarathonState state, RunSpec spec, List<Instance> old)
    {
        var all = state.Instances.Of(spec.Id).Values;
        var current = all.Where(instance => instance.Goal == Goal.Running && !instance.IsOutdated(spec)).ToList();
        return new(
            spec.InstanceCount,
            old.Count,
            old.Count(instance => InstanceHealth.IsServing(instance, state.Health.View)),
            all.Count(instance => instance.IsOutdated(spec) && instance.Condition.IsActive()),
            current.Count,
            current.Count(instance => InstanceHealth.IsUp(instance, state.Health.View)));
    }

    /// <summary>A forced change to fewer instances may leave too many new ones.</summary>
    private static void EndSurplus(MarathonState state, RunSpec spec, MarathonStep step)
    {
        var current = state.Instances.Of(spec.Id).Values
            .Where(instance => instance.Goal == Goal.Running && !instance.IsOutdated(spec))
            .ToList();
        foreach (var instance in KillOrder.Choose(current, spec, Math.Max(0, current.Count - spec.InstanceCount), []))
        {
            KillInstance.Decommission(state, instance, keepVolumes: true, step);
        }
    }

    private static List<Instance> Old(MarathonState state, RunSpec spec) =>
        [.. state.Instances.Of(spec.Id).Values.Where(instance => instance.Goal == Goal.Running
            && instance.IsOutdated(spec))];
}
