using System.Collections.Immutable;
using Kernel.Model;
using Mesos.V1.Scheduler;
using V1 = Mesos.V1;

namespace Kernel.Marathon.Core;

/// <summary>
/// Mesos tells the state of a task (Marathon: TaskStatusUpdateProcessorImpl.scala, InstanceUpdater.scala).
/// </summary>
internal static class StatusUpdate
{
    private const int LongestMessage = 10_000;

    /// <summary>Decides what a status comes to. It is acknowledged once that is durable.</summary>
    internal static void Decide(MarathonState state, V1.TaskStatus status, MarathonStep step)
    {
        if (status.Message.Length > LongestMessage)
        {
            status.Message = status.Message[..LongestMessage];
        }

        var id = InstanceId.OfTask(status.TaskId.Value);
        var instance = id is { } known ? state.Instances.Find(known) : null;
        var task = instance?.Tasks.FirstOrDefault(task => task.Id.Value == status.TaskId.Value);
        if (instance is null || task is null)
        {
            Unknown(id, status, step);
        }
        else
        {
            Known(state, instance, task, status, step);
        }

        Acknowledge(status, step);
    }

    private static void Unknown(InstanceId? id, V1.TaskStatus status, MarathonStep step)
    {
        var condition = InstanceMachine.Of(status);
        if (!condition.IsTerminal() && condition != Condition.Unreachable)
        {
            step.Note($"task {status.TaskId.Value} is not known and is ended");
            step.Do(new MarathonEffect.CallMesos(KillInstance.Kill(status.TaskId.Value, status.AgentId?.Value, null)));
        }
        else if (id is { } known)
        {
            step.Do(new MarathonEffect.Publish(
                new MarathonEvent.UnknownTerminated(known, known.SpecId, condition), step.Now));
        }
    }

    private static void Known(
        MarathonState state, Instance old, InstanceTask task, V1.TaskStatus status, MarathonStep step)
    {
        if (task.Condition.IsTerminal())
        {
            return;
        }

        var (instance, updated) = Apply(old, task, status, step.Now);
        step.Do(new MarathonEffect.Publish(new MarathonEvent.StatusUpdated(instance, updated, status), step.Now));
        RecordInstance.Set(state, instance, step);
        if (instance.Condition != old.Condition)
        {
            step.Note($"instance {instance.Id}: {old.Condition} -> {instance.Condition}, {status.State} {status.Message}".TrimEnd());
            Changed(state, old, instance, updated, status, step);
        }

        if (state.Instances.Find(instance.Id) is { } still)
        {
            ProbeInstances.Begin(state, still, step);
            ProbeInstances.TellIfChanged(state, still, step);
        }

        Converge.Spec(state, instance.SpecId, step);
    }

    private static (Instance Instance, InstanceTask Task) Apply(
        Instance old, InstanceTask task, V1.TaskStatus status, Moment now)
    {
        var condition = InstanceMachine.Of(status);
        var updated = task with
        {
            Condition = condition,
            StartedAt = condition == Condition.Running ? task.StartedAt ?? now : task.StartedAt,
            Status = status,
        };
        var tasks = old.Tasks.Replace(task, updated);
        var all = InstanceMachine.Of(tasks.Select(static task => task.Condition));
        var whole = all == Condition.Unreachable
            && old.Condition == Condition.UnreachableInactive ? old.Condition : all;
        return (old with
        {
            Tasks = tasks,
            Condition = whole,
            Since = whole == old.Condition ? old.Since : now,
            ActiveSince = whole == Condition.Running ? old.ActiveSince ?? now : whole.IsActive() ? old.ActiveSince
                : null,
        }, updated);
    }

    private static void Changed(
        MarathonState state,
        Instance old,
        Instance instance,
        InstanceTask task,
        V1.TaskStatus status,
        MarathonStep step)
    {
        if (instance.Condition == Condition.Running && old.Condition < Condition.Running)
        {
            state.LaunchTokens = Math.Min(state.LaunchTokens + 1, state.Settings.LaunchTokens);
        }
        else if (instance.Condition is Condition.Staging or Condition.Starting)
        {
            step.After(state.Settings.LaunchTimeout, new MarathonInput.LaunchOverdue(
                instance.Id, instance.Incarnation, instance.Condition));
        }
        else if (instance.Condition == Condition.Unreachable)
        {
            AwaitAgent(instance, step);
        }

        if (instance.Condition.IsFailure())
        {
            RecordFailure.Set(state, instance, task, StateName.Of(status.State), status.Message, step);
        }

        if (instance.Condition.DelaysLaunch() && status.Reason != V1.TaskStatus.Types.Reason.AgentDraining)
        {
            Delay(state, instance.Spec, step);
        }

        if (instance.Condition.IsTerminal() || instance.Condition == Condition.Unreachable)
        {
            KillInstance.Over(state, instance.Id, step);
            EndInstance.Decide(state, instance, step);
        }
    }

    private static void Delay(MarathonState state, RunSpec failed, MarathonStep step)
    {
        var spec = state.Tree.Spec(failed.Id);
        if (spec is null || failed.Version < spec.ConfigVersion)
        {
            return;
        }

        var backoff = Backoff.AfterFailure(state.BackoffOf(spec.Id), spec, step.Now);
        state.SetBackoff(spec.Id, backoff);
        step.After(backoff.Delay, new MarathonInput.DelayOver(spec.Id));
    }

    private static void AwaitAgent(Instance instance, MarathonStep step)
    {
        var strategy = instance.Spec.Unreachable;
        if (strategy.Enabled)
        {
            var due = new MarathonInput.UnreachableDue(instance.Id, instance.Since);
            step.After(TimeSpan.FromSeconds(strategy.InactiveAfterSeconds), due);
            step.After(TimeSpan.FromSeconds(strategy.ExpungeAfterSeconds), due);
        }
    }

    private static void Acknowledge(V1.TaskStatus status, MarathonStep step)
    {
        if (status.HasUuid && status.AgentId is not null)
        {
            step.Do(new MarathonEffect.CallMesos(new()
            {
                Type = Call.Types.Type.Acknowledge,
                Acknowledge = new() { AgentId = status.AgentId, TaskId = status.TaskId, Uuid = status.Uuid },
            }));
        }
    }
}
