using Kernel.Model;
using Mesos.V1;

namespace Kernel.Master.Core.Authorization;

/// <summary>
/// What must be allowed to a framework, which is known by the principal that it names: that it has proved to be
/// that is seen to where it calls (mesos.md 5.19; Mesos: Framework::createObjectApprovers).
/// </summary>
public static class FrameworkPermissions
{
    /// <summary>Who a framework is; null if it does not say.</summary>
    public static Principal? PrincipalOf(FrameworkInfo info) => info.HasPrincipal ? Principal.Named(info.Principal) : null;

    /// <summary>Why a framework may not subscribe to its roles; null if it may.</summary>
    /// <param name="acls">Who may do what.</param>
    /// <param name="info">What it says of itself.</param>
    /// <param name="roles">The roles that it wants to subscribe to.</param>
    public static string? RefuseRoles(Acls acls, FrameworkInfo info, IReadOnlyCollection<string> roles)
    {
        var subject = PrincipalOf(info);
        if (acls.AllowsAll(subject, AclAction.RegisterFramework, roles))
        {
            return null;
        }

        var denied = roles.FirstOrDefault(role => !acls.Allows(subject, AclAction.RegisterFramework, role));
        return $"Not authorized to use roles '{{ {string.Join(", ", roles)} }}': "
            + Acls.Denial(subject, AclAction.RegisterFramework, denied);
    }

    /// <summary>Why a framework may not run a task; null if it may.</summary>
    public static string? RefuseLaunch(Acls acls, FrameworkInfo framework, TaskInfo task, ExecutorInfo? executor)
    {
        if (!acls.Concern(AclAction.RunTask))
        {
            return null;
        }

        var user = UserOf(framework, task, executor);
        var subject = PrincipalOf(framework);
        return acls.Allows(subject, AclAction.RunTask, user)
            ? null
            : $"Task '{task.TaskId.Value}' is not authorized to launch as user '{user}': "
                + Acls.Denial(subject, AclAction.RunTask, user);
    }

    /// <summary>The user that a task runs as: its own, else that of its executor, else that of its framework.</summary>
    public static string UserOf(FrameworkInfo framework, TaskInfo task, ExecutorInfo? executor) =>
        task.Command is { HasUser: true } command ? command.User
        : executor?.Command is { HasUser: true } parent ? parent.User
        : framework.User;
}
