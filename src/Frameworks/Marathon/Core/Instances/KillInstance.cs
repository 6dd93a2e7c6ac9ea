using Mesos.V1.Scheduler;

namespace Kernel.Marathon.Core;

/// <summary>Ends instances (Marathon: KillServiceActor.scala).</summary>
internal static class KillInstance
{
    /// <summary>Has an instance go: for good, or to rest if it has volumes.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="keepVolumes">Whether it may rest with its volumes.</param>
    /// <param name="step">What comes of it.</param>
    internal static void Decommission(MarathonState state, Instance instance, bool keepVolumes, MarathonStep step)
    {
        var rests = keepVolumes && !instance.Volumes.IsEmpty;
        var goal = rests ? Goal.Stopped : Goal.Decommissioned;
        var isOut = !instance.Condition.IsActive()
            || instance.Condition is Condition.Unreachable or Condition.UnreachableInactive;
        if (isOut && !rests)
        {
            RecordInstance.Expunge(state, instance, step);
            return;
        }

        var set = instance.Goal == goal ? instance : RecordInstance.Set(state, instance with { Goal = goal }, step);
        if (!isOut)
        {
            Begin(state, set, step);
        }
    }

    /// <summary>Ends the tasks of an instance, now or when fewer kills are under way.</summary>
    internal static void Begin(MarathonState state, Instance instance, MarathonStep step)
    {
        if (state.Kills.Contains(instance.Id))
        {
            return;
        }

        if (state.Kills.InFlight >= state.Settings.KillsInFlight)
        {
            state.Kills.Enqueue(instance.Id);
            return;
        }

        state.Kills.Add(instance.Id);
        Send(state, instance, step);
    }

    /// <summary>A kill is due to be repeated.</summary>
    internal static void Decide(MarathonState state, MarathonInput.KillDue due, MarathonStep step)
    {
        if (state.Instances.Find(due.Id) is { } instance
            && instance.Incarnation == due.Incarnation
            && instance.Condition.IsActive()
            && state.Kills.Contains(due.Id))
        {
            Send(state, instance, step);
        }
    }

    /// <summary>A kill is over: the next one that waits may begin.</summary>
    internal static void Over(MarathonState state, InstanceId id, MarathonStep step)
    {
        state.Kills.Remove(id);
        while (state.Kills.InFlight < state.Settings.KillsInFlight && state.Kills.Next() is { } next)
        {
            if (state.Instances.Find(next) is { } instance && instance.Condition.IsActive())
            {
                Begin(state, instance, step);
            }
        }
    }

    /// <summary>The call that ends a task.</summary>
    internal static Call Kill(string taskId, string? agentId, int? graceSeconds)
    {
        var kill = new Call.Types.Kill { TaskId = new() { Value = taskId } };
        if (agentId is not null)
        {
            kill.AgentId = new() { Value = agentId };
        }

        if (graceSeconds is { } seconds)
        {
            kill.KillPolicy = new() { GracePeriod = new() { Nanoseconds = seconds * 1_000_000_000L } };
        }

        return new() { Type = Call.Types.Type.Kill, Kill = kill };
    }

    private static void Send(MarathonState state, Instance instance, MarathonStep step)
    {
        var grace = (instance.Spec as AppDefinition)?.TaskKillGracePeriodSeconds;
        foreach (var task in instance.Tasks.Where(static task => !task.Condition.IsTerminal()))
        {
            step.Do(new MarathonEffect.CallMesos(Kill(task.Id.Value, instance.Agent?.Id, grace)));
        }

        step.After(state.Settings.KillRetry, new MarathonInput.KillDue(instance.Id, instance.Incarnation));
    }
}
