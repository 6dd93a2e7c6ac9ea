using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>Sets instances, in the state and in the store at once, and tells everybody.</summary>
internal static class RecordInstance
{
    /// <summary>Adds or replaces an instance.</summary>
    internal static Instance Set(MarathonState state, Instance instance, MarathonStep step)
    {
        var old = state.Instances.Find(instance.Id);
        state.Instances.Set(instance);
        step.Put(Stored.Key(instance.Id), Stored.Write(instance));
        if (old?.Condition != instance.Condition)
        {
            step.Do(new MarathonEffect.Publish(new MarathonEvent.InstanceChanged(instance), step.Now));
        }

        return instance;
    }

    /// <summary>Adds an instance that waits for an offer.</summary>
    internal static void Schedule(MarathonState state, RunSpec spec, MarathonStep step) => Set(
        state,
        new()
        {
            Id = InstanceId.Create(spec.Id, step.Now, step.Chance),
            Spec = spec,
            Condition = Condition.Scheduled,
            Since = step.Now,
            ScheduledAt = step.Now,
            Role = spec.Role,
        },
        step);

    /// <summary>Has an instance wait for an offer again.</summary>
    internal static void Reschedule(MarathonState state, Instance instance, RunSpec spec, MarathonStep step)
    {
        Forget(state, instance);
        Set(
            state,
            instance with
            {
                Spec = spec,
                Goal = Goal.Running,
                Condition = Condition.Scheduled,
                Since = step.Now,
                ScheduledAt = step.Now,
                ActiveSince = null,
                Tasks = [],
                Role = instance.Volumes.IsEmpty ? spec.Role : instance.Role,
            },
            step);
    }

    /// <summary>Forgets an instance.</summary>
    internal static void Expunge(MarathonState state, Instance instance, MarathonStep step)
    {
        Forget(state, instance);
        state.Kills.Remove(instance.Id);
        state.Health.Forget(instance.Id);
        state.Instances.Remove(instance);
        if (!instance.Volumes.IsEmpty)
        {
            state.Releasing[instance.Id] = instance.Role;
        }

        step.Delete(Stored.Key(instance.Id));
        if (state.Tree.Spec(instance.SpecId) is null && state.Instances.Of(instance.SpecId).IsEmpty)
        {
            state.SetBackoff(instance.SpecId, null);
            state.Offers.Forget(instance.SpecId);
            step.Do(new MarathonEffect.Publish(new MarathonEvent.AppTerminated(instance.SpecId), step.Now));
        }
    }

    private static void Forget(MarathonState state, Instance instance)
    {
        foreach (var task in instance.Tasks)
        {
            state.Health.Forget(task.Id);
        }
    }
}
