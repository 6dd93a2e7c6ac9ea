using Kernel.Model;
using Call = Mesos.V1.Agent.Call;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Authorization;

/// <summary>What must be allowed to who makes a call about a container (mesos.md 5.19, 7.13).</summary>
internal static class ContainerActions
{
    /// <summary>The actions of a call, each with the user that it concerns.</summary>
    /// <param name="call">The call.</param>
    /// <param name="user">The user of the executor above the container.</param>
    public static IEnumerable<(AclAction Action, string? User)> Of(Call call, string? user) => call switch
    {
        { LaunchNestedContainer: { } launch } => ToLaunch(launch.Command, user),
        { LaunchContainer: { } launch } => ToLaunch(launch.Command, user),
        { LaunchNestedContainerSession: { } session } => ToDebug(session.Command, user),
        { WaitNestedContainer: not null } or { WaitContainer: not null } => [(AclAction.WaitNestedContainer, user)],
        { KillNestedContainer: not null } or { KillContainer: not null } => [(AclAction.KillNestedContainer, user)],
        { RemoveNestedContainer: not null } or { RemoveContainer: not null } => [(AclAction.RemoveNestedContainer, user)],
        { AttachContainerOutput: not null } => [(AclAction.AttachContainerOutput, user)],
        _ => [],
    };

    private static IEnumerable<(AclAction Action, string? User)> ToLaunch(V1.CommandInfo? command, string? user) =>
        With(AclAction.LaunchNestedContainerUnderParentWithUser, user, AclAction.LaunchNestedContainerAsUser, command);

    private static IEnumerable<(AclAction Action, string? User)> ToDebug(V1.CommandInfo? command, string? user) =>
        With(
            AclAction.LaunchNestedContainerSessionUnderParentWithUser,
            user,
            AclAction.LaunchNestedContainerSessionAsUser,
            command);

    /// <summary>A command that names no user needs to be allowed with any.</summary>
    private static IEnumerable<(AclAction Action, string? User)> With(
        AclAction under, string? user, AclAction asUser, V1.CommandInfo? command) => command is null
        ? [(under, user)]
        : [(under, user), (asUser, command.HasUser ? command.User : null)];
}
