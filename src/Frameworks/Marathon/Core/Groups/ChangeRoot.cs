using System.Text.Json.Nodes;
using Kernel.Model;

namespace Kernel.Marathon.Core;

/// <summary>
/// Changes what is to run, and begins the deployment that carries it out (Marathon: GroupManagerImpl.scala).
/// </summary>
internal static class ChangeRoot
{
    /// <summary>
    /// Decides what a client's wish comes to. Nothing is half done: it is refused as a whole or carried out as a whole.
    /// </summary>
    internal static void Decide(MarathonState state, MarathonInput.RootChanging input, MarathonStep step)
    {
        var edit = new TreeEdit(state.Tree, NextVersion(state, step.Now), state.Settings, input.Force);
        var refusal = Apply(edit, input.Change, state) ?? edit.Finish();
        var plan = refusal is null ? Plan(state, edit, input.Change, step.Chance) : null;
        refusal ??= input.DryRun ? null
            : Deploy.Refuse(state, plan!, input.Force || input.Change is RootChange.RollBack);
        if (refusal is not null || input.DryRun)
        {
            step.Do(new MarathonEffect.AnswerWith<ChangeAnswer>(input.Reply, new(refusal, plan)));
            return;
        }

        var answer = new ChangeAnswer(null, plan, Subject(edit, input.Change), IsCreation(edit, input.Change));
        Commit(state, edit, step);
        Announce(edit, input, step);
        step.Do(new MarathonEffect.AnswerWith<ChangeAnswer>(input.Reply, answer));
        Deploy.Begin(state, plan!, step);
    }

    /// <summary>A version that is newer than the present one, even if the clock is not.</summary>
    internal static Version NextVersion(MarathonState state, Moment now) =>
        new(Math.Max(Version.At(now).Milliseconds, state.Tree.Version.Milliseconds + 1));

    private static Refusal? Apply(TreeEdit edit, RootChange change, MarathonState state) => change switch
    {
        RootChange.CreateApp create => ChangeApps.Create(edit, Copy(create.App)),
        RootChange.UpdateApps update => ChangeApps.Update(edit, update, state),
        RootChange.RestartApp restart => ChangeApps.Restart(edit, restart.Id),
        RootChange.DeleteApp delete => ChangeApps.Delete(edit, delete.Id),
        RootChange.CreatePod create => ChangePods.Create(edit, Copy(create.Pod)),
        RootChange.UpdatePod update => ChangePods.Put(edit, update.Id, Copy(update.Pod)),
        RootChange.DeletePod delete => ChangePods.Delete(edit, delete.Id),
        RootChange.CreateGroup create => ChangeGroups.Create(edit, create.Id, create.Group),
        RootChange.UpdateGroup update => ChangeGroups.Update(edit, update.Id, update.Group, state),
        RootChange.DeleteGroup delete => ChangeGroups.Delete(edit, delete.Id),
        RootChange.EnforceRole enforce => ChangeGroups.Enforce(edit, enforce.Id, enforce.Enforced),
        RootChange.KillAndScale kill => ScaleDown(edit, kill, state),
        RootChange.RollBack rollBack => RollBack.Apply(edit, rollBack.Deployment, state),
        _ => throw Invariant.Unreachable("every change is known"),
    };

    private static JsonObject Copy(JsonObject sent) => (JsonObject)sent.DeepClone();

    private static Refusal? ScaleDown(TreeEdit edit, RootChange.KillAndScale kill, MarathonState state)
    {
        foreach (var (id, instances) in ByApp(state, kill))
        {
            if (edit.Tree.Spec(id) is { } spec)
            {
                var going = instances.Count(instance => state.Instances.Find(instance)!.Condition.IsActive()
                    && state.Instances.Find(instance)!.Condition != Condition.Killing);
                edit.Put(spec.Scaled(Math.Max(0, spec.InstanceCount - going)));
            }
        }

        return null;
    }

    private static Dictionary<PathId, IReadOnlyList<InstanceId>> ByApp(MarathonState state, RootChange change) =>
        change is not RootChange.KillAndScale kill ? [] : kill.Instances
            .Where(id => state.Instances.Find(id) is not null)
            .GroupBy(static id => id.SpecId)
            .ToDictionary(static group => group.Key, static group => (IReadOnlyList<InstanceId>)[.. group]);

    private static DeploymentPlan Plan(MarathonState state, TreeEdit edit, RootChange change, Chance chance) =>
        DeploymentPlanner.Plan(
            chance.NextGuid().ToString(), edit.Before, edit.Tree, ByApp(state, change), edit.Touched);

    private static RunSpec? Subject(TreeEdit edit, RootChange change) => change switch
    {
        RootChange.CreateApp or RootChange.CreatePod or RootChange.UpdatePod => edit.Tree.Spec(edit.Touched.Single()),
        RootChange.UpdateApps { Updates: [var (id, _)] } => edit.Tree.Spec(id),
        _ => null,
    };

    private static bool IsCreation(TreeEdit edit, RootChange change) =>
        Subject(edit, change) is { } spec && edit.Before.Spec(spec.Id) is null;

    private static void Commit(MarathonState state, TreeEdit edit, MarathonStep step)
    {
        StoreChange.Commit(state, edit, step);
        foreach (var id in edit.Touched.Where(id => edit.Tree.Spec(id) is null))
        {
            RecordFailure.Clear(state, id, step);
        }
    }

    private static void Announce(TreeEdit edit, MarathonInput.RootChanging input, MarathonStep step)
    {
        foreach (var id in edit.Touched)
        {
            AnnounceSpec.Changed(edit.Before.Spec(id), edit.Tree.Spec(id), input, step);
        }

        step.Do(new MarathonEffect.Publish(new MarathonEvent.GroupChanged(GroupOf(input.Change), edit.Now), step.Now));
    }

    private static PathId GroupOf(RootChange change) => change switch
    {
        RootChange.CreateGroup create => create.Id,
        RootChange.UpdateGroup update => update.Id,
        RootChange.DeleteGroup delete => delete.Id,
        RootChange.EnforceRole enforce => enforce.Id,
        _ => PathId.Root,
    };
}
