namespace Kernel.Marathon.Core;

/// <summary>Whether instances are well enough to count.</summary>
public static class InstanceHealth
{
    /// <summary>Whether an instance is healthy; null if that is not known, or nobody checks.</summary>
    public static bool? Of(Instance instance, HealthView health)
    {
        if (instance.Spec is not AppDefinition app || instance.Tasks.IsEmpty)
        {
            return instance.MesosHealth();
        }

        bool? all = app.HasHealthChecks ? true : null;
        for (var i = 0; i < (app.HealthChecks?.Count ?? 0); i++)
        {
            var alive = app.HealthChecks![i].IsOurs ? health.Of(instance.Tasks[0].Id, i)?.Alive
                : instance.MesosHealth();
            if (alive is null)
            {
                return null;
            }

            all &= alive;
        }

        return all;
    }

    /// <summary>
    /// Whether a deployment may count a new instance: it runs, is healthy if somebody checks, and ready.
    /// </summary>
    public static bool IsUp(Instance instance, HealthView health) =>
        instance.Condition == Condition.Running
        && (!instance.Spec.HasHealthChecks || Of(instance, health) == true)
        && IsReady(instance, health);

    /// <summary>Whether an old instance does its work: it runs, and nobody says that it is not healthy.</summary>
    public static bool IsServing(Instance instance, HealthView health) =>
        instance.Condition == Condition.Running && Of(instance, health) != false;

    private static bool IsReady(Instance instance, HealthView health) =>
        instance.Spec is not AppDefinition { ReadinessChecks.Count: > 0 }
        || health.ReadinessOf(instance.Tasks[0].Id) is { Ready: true };
}
