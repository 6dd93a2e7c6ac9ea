using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// Readiness checks, made while a deployment waits for new instances (Marathon: ReadinessCheckExecutor).
/// </summary>
internal static class ProbeReadiness
{
    /// <summary>Begins the checks of those instances of an app that run and have not been checked.</summary>
    internal static void Begin(MarathonState state, PathId id, MarathonStep step)
    {
        if (state.LockedBy(id) is not { } deployment)
        {
            return;
        }

        foreach (var instance in state.Instances.Of(id).Values)
        {
            if (instance is { Condition: Condition.Running, Spec: AppDefinition { ReadinessChecks.Count: > 0 } }
                && !state.Health.IsReadinessKnown(instance.Tasks[0].Id))
            {
                state.Health.SetReadiness(instance.Tasks[0].Id, null);
                step.After(TimeSpan.Zero, new MarathonInput.ReadinessDue(instance.Tasks[0].Id, deployment.Id));
            }
        }
    }

    /// <summary>A check is due.</summary>
    internal static void Decide(MarathonState state, MarathonInput.ReadinessDue due, MarathonStep step)
    {
        if (Find(state, due.Task) is not var (instance, app, check)
            || state.Health.View.ReadinessOf(due.Task) is { Ready: true })
        {
            return;
        }

        step.After(TimeSpan.FromSeconds(Math.Max(1, check.IntervalSeconds)), due);
        var index = AppPorts.Of(app).Select(static port => port.Name).ToList().IndexOf(check.PortName);
        if (instance.Condition == Condition.Running && index >= 0
            && TaskAddress.Of(app, instance, index) is var (host, port))
        {
            step.Do(new MarathonEffect.ProbeReadiness(
                due.Task,
                check.Protocol == "HTTPS",
                host,
                port,
                check.Path,
                TimeSpan.FromSeconds(check.TimeoutSeconds)));
        }
    }

    /// <summary>A check was made.</summary>
    internal static void Decide(MarathonState state, MarathonInput.ReadinessProbed probed, MarathonStep step)
    {
        if (Find(state, probed.Task) is not var (instance, _, check))
        {
            return;
        }

        state.Health.SetReadiness(probed.Task, new(
            check.Name,
            check.HttpStatusCodesForReady.Contains(probed.Status),
            probed.Status,
            probed.ContentType,
            probed.Body,
            check.PreserveLastResponse));
        Converge.Spec(state, instance.SpecId, step);
    }

    private static (Instance Instance, AppDefinition App, ReadinessCheck Check)? Find(MarathonState state,
        TaskId task) =>
        InstanceId.OfTask(task.Value) is { } id
        && state.Instances.Find(id) is { Spec: AppDefinition { ReadinessChecks: [var check, ..] } app } instance
        && !instance.Tasks.IsEmpty && instance.Tasks[0].Id == task && !instance.Tasks[0].Condition.IsTerminal()
            ? (instance, app, check)
            : null;
}
