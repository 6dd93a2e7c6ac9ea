namespace Kernel.Marathon.Core;

/// <summary>Brings the number of instances to what it is to be (Marathon: ScalingProposition.scala).</summary>
internal static class ScaleInstances
{
    /// <summary>Ends surplus instances, or schedules missing ones.</summary>
    internal static void Move(MarathonState state, RunSpec spec, IReadOnlyList<InstanceId> first, MarathonStep step)
    {
        var counted = Counted(state, spec.Id);
        var surplus = counted.Count - spec.InstanceCount;
        if (surplus > 0)
        {
            foreach (var instance in KillOrder.Choose(counted, spec, surplus, first))
            {
                KillInstance.Decommission(state, instance, keepVolumes: true, step);
            }
        }
        else
        {
            Add(state, spec, -surplus, step);
        }
    }

    /// <summary>Whether as many instances are up as are to be, and no other is left that is to go.</summary>
    internal static bool IsDone(MarathonState state, RunSpec spec)
    {
        var all = state.Instances.Of(spec.Id).Values.ToList();
        return Counted(state, spec.Id).Count == spec.InstanceCount
            && all.Count(instance => instance.Goal == Goal.Running
                && InstanceHealth.IsUp(instance, state.Health.View)) == spec.InstanceCount
            && !all.Any(static instance => instance.Goal != Goal.Running && instance.Condition.IsActive());
    }

    /// <summary>Adds instances: those that rest with their volumes first.</summary>
    internal static void Add(MarathonState state, RunSpec spec, int count, MarathonStep step)
    {
        var resting = state.Instances.Of(spec.Id).Values
            .Where(static instance => instance.Goal == Goal.Stopped && !instance.Condition.IsActive())
            .OrderBy(static instance => instance.Id.Value, StringComparer.Ordinal)
            .Take(count)
            .ToList();
        foreach (var instance in resting)
        {
            RecordInstance.Reschedule(state, instance, spec, step);
        }

        for (var i = resting.Count; i < count; i++)
        {
            RecordInstance.Schedule(state, spec, step);
        }
    }

    private static List<Instance> Counted(MarathonState state, PathId id) =>
    [
        .. state.Instances.Of(id).Values.Where(static instance =>
            instance.Goal == Goal.Running && instance.Condition != Condition.UnreachableInactive),
    ];
}
