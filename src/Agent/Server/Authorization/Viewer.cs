using Kernel.Agent.Core;
using Kernel.Agent.Server.Machine;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Authorization;

/// <summary>Whoever reads, and what of the agent they may see (mesos.md 5.19).</summary>
/// <param name="acls">Who may do what.</param>
/// <param name="principal">Who reads; null if nobody has authenticated.</param>
public sealed class Viewer(Acls acls, Principal? principal)
{
    private static readonly AclAction[] Looking =
        [AclAction.ViewFramework, AclAction.ViewExecutor, AclAction.ViewTask, AclAction.ViewRole, AclAction.ViewFlags];

    /// <summary>Sees everything.</summary>
    public static readonly Viewer Unrestricted = new(Acls.Open, null);

    /// <summary>Whether nothing is hidden from this viewer.</summary>
    public bool SeesEverything { get; } = Looking.All(action => acls.AllowsOnEverything(principal, action));

    /// <summary>Whether no executor's container is hidden.</summary>
    public bool SeesAllContainers { get; } = acls.AllowsOnEverything(principal, AclAction.ViewContainer);

    /// <summary>Which roles are shown.</summary>
    public RoleSight Roles { get; } = new(acls, principal);

    /// <summary>Whether the flags are shown.</summary>
    public bool SeesFlags => acls.Allows(principal, AclAction.ViewFlags);

    /// <summary>Whether a framework is shown: by its user.</summary>
    public bool Sees(V1.FrameworkInfo framework) => acls.Allows(principal, AclAction.ViewFramework, framework.User);

    /// <summary>Whether an executor of a framework that is shown is shown: by the user that it runs as.</summary>
    public bool Sees(ExecutorRun executor, V1.FrameworkInfo framework) =>
        acls.Allows(principal, AclAction.ViewExecutor, Users.Of(executor, framework));

    /// <summary>Whether a task of an executor that is shown is shown: by the user that it runs as.</summary>
    public bool Sees(AgentTask task, V1.FrameworkInfo framework) =>
        acls.Allows(principal, AclAction.ViewTask, Users.Of(task, framework));

    /// <summary>Whether the container of an executor is shown: by the user that it runs as.</summary>
    public bool SeesContainer(ExecutorRun executor, V1.FrameworkInfo framework) =>
        acls.Allows(principal, AclAction.ViewContainer, Users.Of(executor, framework));

    /// <summary>Whether an operation is shown: by the roles of what it changes.</summary>
    public bool Sees(V1.Operation operation) => Roles.SeesAll
        || (Conversion.Of(AgentDescription.Codec, operation.Info) is { } conversion
            && Roles.Seen(conversion.Consumed).Equals(conversion.Consumed)
            && Roles.Seen(conversion.Converted).Equals(conversion.Converted));
}
