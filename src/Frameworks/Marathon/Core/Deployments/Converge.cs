namespace Kernel.Marathon.Core;

/// <summary>
/// Brings what runs of an app or pod closer to what is to run. It looks at both afresh each time something has changed
/// and remembers nothing
/// of its own, so a failover, a forced deployment or a lost message leaves nothing to repair.
/// </summary>
internal static class Converge
{
    /// <summary>Looks at an app or pod, and at the deployment that holds it.</summary>
    internal static void Spec(MarathonState state, PathId id, MarathonStep step)
    {
        Move(state, id, step);
        if (state.LockedBy(id) is { } deployment)
        {
            Deploy.Advance(state, deployment.Id, step);
        }
    }

    /// <summary>Looks at an app or pod alone.</summary>
    internal static void Move(MarathonState state, PathId id, MarathonStep step)
    {
        var deployment = state.LockedBy(id);
        var action = state.ActionOn(id);
        if (state.Tree.Spec(id) is not { } spec)
        {
            if (deployment is null || action is { Kind: ActionKind.Stop })
            {
                DecommissionAll(state, id, step);
            }

            return;
        }

        ProbeReadiness.Begin(state, id, step);
        if (action is { Kind: ActionKind.Restart })
        {
            ReplaceInstances.Move(state, spec, step);
        }
        else if (action is { Kind: ActionKind.Scale } || deployment is null)
        {
            ScaleInstances.Move(state, spec, action?.Kill ?? [], step);
        }
    }

    private static void DecommissionAll(MarathonState state, PathId id, MarathonStep step)
    {
        foreach (var instance in state.Instances.Of(id).Values)
        {
            if (instance.Goal != Goal.Decommissioned)
            {
                KillInstance.Decommission(state, instance, keepVolumes: false, step);
            }
        }
    }
}
