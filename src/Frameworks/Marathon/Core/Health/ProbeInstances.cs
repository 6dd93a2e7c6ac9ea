using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>Marathon's own health checks (Marathon: HealthCheckActor.scala).</summary>
internal static class ProbeInstances
{
    private const int LongestCause = 1_000;
    private static readonly TimeSpan ShortestFirstWait = TimeSpan.FromSeconds(5);

    /// <summary>Begins the checks of an instance that has begun to run.</summary>
    internal static void Begin(MarathonState state, Instance instance, MarathonStep step)
    {
        if (instance is not { Condition: Condition.Running, Spec: AppDefinition { HealthChecks: { } checks } })
        {
            return;
        }

        var task = instance.Tasks[0].Id;
        if (state.Health.IsWatched(task))
        {
            return;
        }

        state.Health.Watch(task, checks.Count);
        for (var i = 0; i < checks.Count; i++)
        {
            if (checks[i].IsOurs)
            {
                var interval = TimeSpan.FromSeconds(checks[i].IntervalSeconds);
                step.After(
                    interval < ShortestFirstWait ? interval : ShortestFirstWait, new MarathonInput.HealthDue(task, i));
            }
        }
    }

    /// <summary>A check is due.</summary>
    internal static void Decide(MarathonState state, MarathonInput.HealthDue due, MarathonStep step)
    {
        if (Find(state, due.Task, due.Check) is not var (instance, check))
        {
            return;
        }

        step.After(TimeSpan.FromSeconds(Math.Max(1, check.IntervalSeconds)), due);
        if (instance.Condition == Condition.Running && Address(instance, check) is var (host, port))
        {
            var kind = check.Protocol switch
            {
                HealthProtocol.Tcp => ProbeKind.Tcp,
                HealthProtocol.Https => ProbeKind.Https,
                _ => ProbeKind.Http,
            };
            step.Do(new MarathonEffect.ProbeHealth(
                due.Task, due.Check, kind, host, port, check.Path
                    ?? "/", TimeSpan.FromSeconds(Math.Max(1, check.TimeoutSeconds))));
        }
    }

    /// <summary>A check was made.</summary>
    internal static void Decide(MarathonState state, MarathonInput.HealthProbed probed, MarathonStep step)
    {
        if (Find(state, probed.Task, probed.Check) is not var (instance, check))
        {
            return;
        }

        var before = state.Health.View.Of(probed.Task, probed.Check) ?? new CheckHealth();
        var kills = false;
        if (probed.Failure is { } cause)
        {
            if (IsInGrace(instance, check, before, step.Now))
            {
                return;
            }

            kills = check.MaxConsecutiveFailures > 0 && before.ConsecutiveFailures >= check.MaxConsecutiveFailures;
            state.Health.Set(probed.Task, probed.Check, Failed(before, cause, step.Now));
            step.Do(new MarathonEffect.Publish(
                new MarathonEvent.HealthCheckFailed(instance.SpecId, instance.Id, check), step.Now));
        }
        else
        {
            state.Health.Set(probed.Task, probed.Check, Succeeded(before, step.Now));
        }

        Tell(state, instance, before, probed, step);
        if (kills && instance.Condition == Condition.Running)
        {
            Kill(state, instance, probed.Failure!, step);
        }

        Converge.Spec(state, instance.SpecId, step);
    }

    /// <summary>Tells everybody if the health of an instance has changed.</summary>
    internal static void TellIfChanged(MarathonState state, Instance instance, MarathonStep step)
    {
        var healthy = InstanceHealth.Of(instance, state.Health.View);
        if (state.Health.Tell(instance.Id, healthy))
        {
            step.Do(new MarathonEffect.Publish(new MarathonEvent.InstanceHealthChanged(instance, healthy), step.Now));
        }
    }

    private static void Tell(
        MarathonState state,
        Instance instance,
        CheckHealth before,
        MarathonInput.HealthProbed probed,
        MarathonStep step)
    {
        var known = before.LastSuccess is not null || before.LastFailure is not null;
        var alive = state.Health.View.Of(probed.Task, probed.Check)!.Alive;
        if (!known || before.Alive != alive)
        {
            step.Do(new MarathonEffect.Publish(
                new MarathonEvent.HealthChanged(instance.SpecId, instance.Id, instance.Spec.Version, alive), step.Now));
        }

        TellIfChanged(state, instance, step);
    }

    private static void Kill(MarathonState state, Instance instance, string cause, MarathonStep step)
    {
        var task = instance.Tasks[0];
        step.Do(
            new MarathonEffect.Publish(new MarathonEvent.UnhealthyKilled(instance, task.Id.Value, cause), step.Now));
        RecordFailure.Set(
            state, instance, task, "TASK_KILLED", $"Task was killed since health check failed. Reason: {cause}", step);
        KillInstance.Begin(state, instance, step);
    }

    private static CheckHealth Failed(CheckHealth before, string cause, Moment now) => before with
    {
        LastFailure = now,
        LastFailureCause = cause.Length > LongestCause ? cause[..LongestCause] : cause,
        ConsecutiveFailures = before.ConsecutiveFailures + 1,
    };

    private static CheckHealth Succeeded(CheckHealth before, Moment now) => before with
    {
        FirstSuccess = before.FirstSuccess ?? now,
        LastSuccess = now,
        ConsecutiveFailures = 0,
    };

    private static bool IsInGrace(Instance instance, HealthCheck check, CheckHealth before, Moment now) =>
        before.FirstSuccess is null && instance.Since + TimeSpan.FromSeconds(check.GracePeriodSeconds) > now;

    private static (Instance Instance, HealthCheck Check)? Find(MarathonState state, TaskId task, int index) =>
        InstanceId.OfTask(task.Value) is { } id
        && state.Instances.Find(id) is { Spec: AppDefinition { HealthChecks: { } checks } } instance
        && !instance.Tasks.IsEmpty && instance.Tasks[0].Id == task && !instance.Tasks[0].Condition.IsTerminal()
        && state.Health.IsWatched(task) && index < checks.Count
            ? (instance, checks[index])
            : null;

    private static (string Host, int Port)? Address(Instance instance, HealthCheck check)
    {
        var app = (AppDefinition)instance.Spec;
        return check.Port is { } port
            ? (app.UsesHostNetwork ? instance.Agent!.Host : TaskAddress.Ip(instance.Tasks[0])
                ?? instance.Agent!.Host, port)
            : TaskAddress.Of(app, instance, check.PortIndex ?? 0);
    }
}
