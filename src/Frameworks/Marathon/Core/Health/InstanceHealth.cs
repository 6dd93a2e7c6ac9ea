namespace Kernel.Marathon.Core;

/// <summary>Whether instances are well enough to count.</summary>
public static class InstanceHealth
{
    /// <summary>Whether an instance is healthy; null if that is not known, or nobody checks.</summary>
    public static bool? Of(Instance instance, HealthBook book)
    {
        if (instance.Spec is not AppDefinition app || instance.Tasks.IsEmpty)
        {
            return instance.MesosHealth();
        }

        bool? all = app.HasHealthChecks ? true : null;
        for (var i = 0; i < (app.HealthChecks?.Count ?? 0); i++)
        {
            var alive = app.HealthChecks![i].IsOurs ? book.Of(instance.Tasks[0].Id, i)?.Alive : instance.MesosHealth();
            if (alive is null)
            {
                return null;
            }

            all &= alive;
        }

        return all;
    }

    /// <summary>Whether a deployment may count a new instance: it runs, is healthy if somebody checks, and ready.</summary>
    public static bool IsUp(Instance instance, HealthBook book) =>
        instance.Condition == Condition.Running
        && (!instance.Spec.HasHealthChecks || Of(instance, book) == true)
        && IsReady(instance, book);

    /// <summary>Whether an old instance does its work: it runs, and nobody says that it is not healthy.</summary>
    public static bool IsServing(Instance instance, HealthBook book) =>
        instance.Condition == Condition.Running && Of(instance, book) != false;

    private static bool IsReady(Instance instance, HealthBook book) =>
        instance.Spec is not AppDefinition { ReadinessChecks.Count: > 0 }
        || book.ReadinessOf(instance.Tasks[0].Id) is { Ready: true };
}
