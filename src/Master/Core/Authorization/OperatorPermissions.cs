using Kernel.Model;

namespace Kernel.Master.Core.Authorization;

/// <summary>
/// What must be allowed to an operator whose call changes something (mesos.md 5.19, 8.1). Operations on resources
/// are looked at once they are known to be valid, <see cref="OperationPermissions"/>.
/// </summary>
public static class OperatorPermissions
{
    /// <summary>Why an operator may not make a call; null if they may.</summary>
    public static string? Refuse(MasterState state, OperatorCall call, Principal? subject) => Needed(state, call)
        .Select(needed => state.Settings.Acls.Refuse(subject, needed.Action, needed.Object))
        .FirstOrDefault(static denial => denial is not null);

    private static IEnumerable<(AclAction Action, string? Object)> Needed(MasterState state, OperatorCall call) => call switch
    {
        // There is nothing to guard of a framework that there is not.
        OperatorCall.Teardown teardown => state.Frameworks.TryGetValue(teardown.Framework, out var framework)
            ? [(AclAction.TeardownFramework, framework.Info.Principal)]
            : [],
        OperatorCall.Apply => [],
        OperatorCall.UpdateQuota update => OfRoles(AclAction.UpdateQuota, update.Configs.Select(static config => config.Role)),
        OperatorCall.SetQuota set => [(AclAction.UpdateQuota, set.Config.Role)],
        OperatorCall.RemoveQuota remove => [(AclAction.UpdateQuota, remove.Role)],
        OperatorCall.UpdateWeights update => OfRoles(AclAction.UpdateWeight, update.Weights.Select(static weight => weight.Key)),
        OperatorCall.UpdateMaintenanceSchedule => [(AclAction.UpdateMaintenanceSchedule, null)],
        OperatorCall.StartMaintenance => [(AclAction.StartMaintenance, null)],
        OperatorCall.StopMaintenance => [(AclAction.StopMaintenance, null)],
        OperatorCall.DrainAgent { MarkGone: true } => [(AclAction.DrainAgent, null), (AclAction.MarkAgentGone, null)],
        OperatorCall.DrainAgent => [(AclAction.DrainAgent, null)],
        OperatorCall.DeactivateAgent => [(AclAction.DeactivateAgent, null)],
        OperatorCall.ReactivateAgent => [(AclAction.ReactivateAgent, null)],
        OperatorCall.MarkAgentGone => [(AclAction.MarkAgentGone, null)],
        _ => throw Invariant.Unreachable("an operator call of a kind that nobody knows"),
    };

    private static IEnumerable<(AclAction Action, string? Object)> OfRoles(AclAction action, IEnumerable<string> roles) =>
        roles.Select(role => (action, (string?)role));
}
