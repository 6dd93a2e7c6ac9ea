using Kernel.Master.Core;
using Kernel.Model;
using Mesos.V1;
using Framework = Kernel.Master.Core.Framework;

namespace Kernel.Master.Server.Reads;

/// <summary>Whoever reads, and what of the master they may see (mesos.md 5.19).</summary>
/// <param name="acls">Who may do what.</param>
/// <param name="principal">Who reads; null if nobody has authenticated.</param>
internal sealed class Viewer(Acls acls, Principal? principal)
{
    private static readonly AclAction[] Looking =
    [
        AclAction.ViewFramework, AclAction.ViewTask, AclAction.ViewExecutor, AclAction.ViewRole, AclAction.ViewFlags,
        AclAction.GetQuota, AclAction.GetMaintenanceSchedule, AclAction.GetMaintenanceStatus,
    ];

    /// <summary>Sees everything.</summary>
    public static readonly Viewer Unrestricted = new(Acls.Open, null);

    private readonly bool seesAllTasks = acls.AllowsOnEverything(principal, AclAction.ViewTask);
    private readonly bool seesAllExecutors = acls.AllowsOnEverything(principal, AclAction.ViewExecutor);

    /// <summary>Whether nothing is hidden from this viewer.</summary>
    public bool SeesEverything { get; } = Looking.All(action => acls.AllowsOnEverything(principal, action));

    /// <summary>Whether an action without an object is allowed.</summary>
    public bool May(AclAction action) => acls.Allows(principal, action);

    /// <summary>Whether a role's quota is shown.</summary>
    public bool SeesQuota(string role) => acls.Allows(principal, AclAction.GetQuota, role);

    /// <summary>Whether a framework is shown: by its user.</summary>
    public bool Sees(Framework framework) => acls.Allows(principal, AclAction.ViewFramework, framework.Info.User);

    /// <summary>Whether a task of a framework that is shown is shown: by the user that it runs as.</summary>
    public bool Sees(TaskEntry task, Framework framework) =>
        seesAllTasks || acls.Allows(principal, AclAction.ViewTask, UserOf(task, framework));

    /// <summary>Whether an executor of a framework that is shown is shown: by the user that it runs as.</summary>
    public bool Sees(ExecutorEntry executor, Framework framework) =>
        seesAllExecutors || acls.Allows(principal, AclAction.ViewExecutor, UserOf(executor, framework));

    /// <summary>Which roles are shown.</summary>
    public RoleSight Roles { get; } = new(acls, principal);

    /// <summary>What an agent says of itself, without resources that are reserved for hidden roles.</summary>
    public AgentInfo Seen(AgentInfo info)
    {
        if (Roles.SeesAll)
        {
            return info;
        }

        var seen = info.Clone();
        seen.Resources.Clear();
        seen.Resources.AddRange(info.Resources.Where(Sees));
        return seen;
    }

    private bool Sees(Mesos.V1.Resource resource) =>
        (!resource.HasRole || resource.Role == Model.Roles.Default || Roles.Sees(resource.Role))
        && resource.Reservations.All(reservation => Roles.Sees(reservation.Role))
        && (resource.AllocationInfo is not { } allocated || Roles.Sees(allocated.Role));

    private static string UserOf(TaskEntry task, Framework framework)
    {
        var carried = Mesos.V1.Task.Parser.ParseFrom(task.Carried);
        return carried.HasUser ? carried.User : framework.Info.User;
    }

    private static string UserOf(ExecutorEntry executor, Framework framework) =>
        ExecutorInfo.Parser.ParseFrom(executor.Info).Command is { HasUser: true } command
            ? command.User
            : framework.Info.User;
}
