using System.Globalization;

namespace Kernel.Marathon.Core;

/// <summary>Whether an agent will do (Marathon: Constraints.scala).</summary>
public static class Constraints
{
    /// <summary>Whether all constraints of an app allow another instance on an agent.</summary>
    /// <param name="spec">The app or pod.</param>
    /// <param name="population">Its instances that count.</param>
    /// <param name="agent">The agent.</param>
    public static bool Allow(RunSpec spec, IReadOnlyCollection<Instance> population, InstanceAgent agent)
    {
        foreach (var constraint in spec.Placement)
        {
            if (!Allows(constraint, spec, population, agent.Field(constraint.Field)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The instances that count when another one is placed: up to date, and not out of sight.</summary>
    public static IReadOnlyCollection<Instance> Population(IEnumerable<Instance> instances, RunSpec spec) =>
    [
        .. instances.Where(instance => instance.Condition != Condition.Scheduled
            && !instance.Condition.IsLost()
            && instance.Agent is not null
            && !instance.IsOutdated(spec)),
    ];

    private static bool Allows(
        Constraint constraint, RunSpec spec, IReadOnlyCollection<Instance> population, string? value)
    {
        if (value is null)
        {
            return constraint.Operator == ConstraintOperator.Unlike;
        }

        return constraint.Operator switch
        {
            ConstraintOperator.Unique => Count(population, constraint.Field, value) == 0,
            ConstraintOperator.Cluster => AllowsCluster(constraint, population, value),
            ConstraintOperator.GroupBy => AllowsGroup(constraint, spec, population, value),
            ConstraintOperator.MaxPer => int.TryParse(constraint.Value, CultureInfo.InvariantCulture, out var max)
                && Count(population, constraint.Field, value) < max,
            ConstraintOperator.Like => Patterns.Matches(constraint.Value ?? "", value),
            ConstraintOperator.Unlike => !Patterns.Matches(constraint.Value ?? "", value),
            _ => IsSame(constraint.Value ?? "", value),
        };
    }

    private static bool AllowsCluster(Constraint constraint, IReadOnlyCollection<Instance> population, string value)
    {
        if (!string.IsNullOrEmpty(constraint.Value))
        {
            return constraint.Value == value;
        }

        var first = population.MinBy(static instance => instance.StagedAt ?? instance.Since);
        return first is null || first.Agent!.Field(constraint.Field) == value;
    }

    private static bool AllowsGroup(
        Constraint constraint, RunSpec spec, IReadOnlyCollection<Instance> population, string value)
    {
        var counts = population
            .GroupBy(instance => instance.Agent!.Field(constraint.Field) ?? "")
            .ToDictionary(static group => group.Key, static group => group.Count());
        if (!int.TryParse(constraint.Value, CultureInfo.InvariantCulture, out var groups) || groups <= 0)
        {
            return !counts.TryGetValue(value, out var own) || own == counts.Values.Min();
        }

        if (!counts.TryGetValue(value, out var count))
        {
            return counts.Count < groups;
        }

        var each = spec.InstanceCount / groups;
        var extra = (spec.InstanceCount % groups) - counts.Values.Sum(used => Math.Max(0, used - each));
        return count < each || (count == each && extra > 0);
    }

    private static int Count(IReadOnlyCollection<Instance> population, string field, string value) =>
        population.Count(instance => instance.Agent!.Field(field) == value);

    private static bool IsSame(string wanted, string value) =>
        wanted == value
        || (double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && OfferAgent.Number(number) == value);
}
