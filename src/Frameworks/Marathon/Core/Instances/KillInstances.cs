namespace Kernel.Marathon.Core;

/// <summary>Somebody wants instances ended (Marathon: TaskKiller.scala).</summary>
internal static class KillInstances
{
    /// <summary>Ends them. Unless they are wiped, they keep their goal and are started anew.</summary>
    internal static void Decide(MarathonState state, MarathonInput.InstancesKilling input, MarathonStep step)
    {
        foreach (var instance in input.Instances.Select(state.Instances.Find).OfType<Instance>().ToList())
        {
            if (input.Wipe)
            {
                KillInstance.Decommission(state, instance, keepVolumes: false, step);
            }
            else if (instance.Condition is Condition.Unreachable or Condition.UnreachableInactive
                && instance.Volumes.IsEmpty)
            {
                RecordInstance.Expunge(state, instance, step);
            }
            else if (instance.Condition.IsActive())
            {
                KillInstance.Begin(state, instance, step);
            }
        }

        foreach (var id in input.Instances.Select(static instance => instance.SpecId).Distinct())
        {
            Converge.Spec(state, id, step);
        }

        step.Do(new MarathonEffect.AnswerWith<bool>(input.Reply, true));
    }
}
