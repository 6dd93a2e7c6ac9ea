using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// Which instances go first when there are too many (Marathon: ScalingProposition.scala, Constraints.scala).
/// </summary>
public static class KillOrder
{
    /// <summary>Chooses instances to end.</summary>
    /// <param name="instances">Those that run.</param>
    /// <param name="spec">What they run.</param>
    /// <param name="count">How many are to go.</param>
    /// <param name="first">Those that were asked for by name.</param>
    public static IReadOnlyList<Instance> Choose(
        IReadOnlyList<Instance> instances, RunSpec spec, int count, IReadOnlyCollection<InstanceId> first)
    {
        var chosen = instances.Where(instance => first.Contains(instance.Id)).Take(count).ToList();
        var rest = Ordered(instances.Except(chosen), spec.Selection).ToList();
        while (chosen.Count < count && Unbalanced(rest, spec) is { } next)
        {
            chosen.Add(next);
            rest.Remove(next);
        }

        return [.. chosen, .. rest.Take(count - chosen.Count)];
    }

    /// <summary>The order in which instances go, the first to go first.</summary>
    public static IEnumerable<Instance> Ordered(IEnumerable<Instance> instances, KillSelection selection)
    {
        var sign = selection == KillSelection.YoungestFirst ? -1 : 1;
        return instances
            .OrderBy(static instance => Weight(instance.Condition))
            .ThenBy(instance => sign * Age(instance).Nanoseconds)
            .ThenBy(static instance => instance.Id.Value, StringComparer.Ordinal);
    }

    private static int Weight(Condition condition) => condition switch
    {
        Condition.Scheduled or Condition.Provisioned => 0,
        Condition.Unreachable or Condition.UnreachableInactive => 1,
        Condition.Staging => 2,
        Condition.Starting => 3,
        Condition.Running => 4,
        _ => 5,
    };

    private static Moment Age(Instance instance) => instance.Condition switch
    {
        Condition.Running => instance.ActiveSince ?? instance.Since,
        Condition.Staging or Condition.Starting => instance.StagedAt ?? instance.Since,
        _ => instance.Since,
    };

    /// <summary>The first to go of those in the largest group, if that keeps the groups even.</summary>
    private static Instance? Unbalanced(List<Instance> instances, RunSpec spec)
    {
        foreach (var constraint in spec.Placement.Where(
            static constraint => constraint.Operator == ConstraintOperator.GroupBy))
        {
            var groups = instances
                .Where(static instance => instance.Agent is not null)
                .GroupBy(instance => instance.Agent!.Field(constraint.Field) ?? "")
                .OrderByDescending(static group => group.Count())
                .ToList();
            if (groups.Count > 1 && groups[0].Count() > groups[^1].Count())
            {
                return groups[0].First();
            }
        }

        return null;
    }
}
