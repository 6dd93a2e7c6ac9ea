using Kernel.Messages.Store;

namespace Kernel.Marathon.Core;

/// <summary>Makes deployments of their messages.</summary>
internal static class RecoverDeployment
{
    /// <summary>Makes one. It is taken up at the step that it had come to.</summary>
    internal static Deployment Read(MarathonState state, MarathonDeployment message)
    {
        var plan = new DeploymentPlan(
            message.Id,
            new(message.VersionMs),
            [.. message.Changes.Select(change => Change(state, change))],
            new([.. message.GroupsBefore.Select(Recovery.Group)], [.. message.GroupsAdded.Select(PathId.Of)]),
            [.. message.Steps.Select(static step => new DeploymentStep([.. step.Actions.Select(Action)]))]);
        return new(plan, message.CurrentStep, new Version(message.StartedMs).Moment);
    }

    private static SpecChange Change(MarathonState state, MarathonRootChange.Types.Change change)
    {
        var id = PathId.Of(change.Id);
        return new(id, Spec(state, id, change.BeforeMs), Spec(state, id, change.AfterMs));
    }

    private static RunSpec? Spec(MarathonState state, PathId id, long version) =>
        version == 0 ? null : state.Versions.Of(id, new(version));

    private static DeploymentAction Action(MarathonDeployment.Types.Action action) => new(
        Enum.Parse<ActionKind>(action.Kind),
        PathId.Of(action.Id),
        action.IsPod,
        [.. action.Kill.Select(static id => new InstanceId(id))]);
}
