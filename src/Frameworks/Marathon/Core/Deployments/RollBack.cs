namespace Kernel.Marathon.Core;

/// <summary>Undoes exactly what a deployment changed (Marathon: DeploymentPlanReverter.scala).</summary>
internal static class RollBack
{
    /// <summary>Undoes it in a tree: other changes since then stay.</summary>
    internal static Refusal? Apply(TreeEdit edit, string id, MarathonState state)
    {
        if (state.Deployment(id) is not { } deployment)
        {
            return new Refusal.NotFound($"DeploymentPlan {id} does not exist");
        }

        foreach (var change in deployment.Plan.Changes)
        {
            if (change.Before is { } before)
            {
                edit.Put(before);
            }
            else if (edit.Tree.Spec(change.Id) is not null)
            {
                edit.Remove(change.Id);
            }
        }

        foreach (var group in deployment.Plan.Groups.Before)
        {
            edit.PutGroup(group);
        }

        foreach (var added in deployment.Plan.Groups.Added.OrderByDescending(static group => group.Value.Length))
        {
            if (edit.Tree.Group(added) is not null && edit.Tree.IsEmptyGroup(added))
            {
                edit.RemoveGroup(added);
            }
        }

        return null;
    }
}
