using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;
using Reason = Mesos.V1.TaskStatus.Types.Reason;

namespace Kernel.Agent.Core;

/// <summary>Which launches an agent drops, in the order in which Mesos asks (Slave::_run, Slave::__run).</summary>
public static class LaunchRefusing
{
    /// <summary>Why the launch is dropped; null if it is not.</summary>
    public static LaunchRefusal? Refuse(AgentState state, LaunchOrder order) =>
        RefuseUsers(state.Configuration.Acls, order)
        ?? RefuseLimits(state, order)
        ?? RefuseDraining(state)
        ?? RefuseVersion(state, order)
        ?? RefuseResources(state, order)
        ?? RefuseExecutor(state, order);

    /// <summary>The master has looked at this, too; but an agent may be stricter, or its master another's.</summary>
    private static LaunchRefusal? RefuseUsers(Acls acls, LaunchOrder order)
    {
        if (!acls.Concern(AclAction.RunTask))
        {
            return null;
        }

        var owner = order.Framework.Info.HasPrincipal ? Principal.Named(order.Framework.Info.Principal) : null;
        return order.Tasks.FirstOrDefault(task => !acls.Allows(owner, AclAction.RunTask, order.UserOf(task))) is { } denied
            ? new(
                order.IsGroup ? Reason.TaskGroupUnauthorized : Reason.TaskUnauthorized,
                $"Task '{denied.TaskId.Value}' is not authorized to launch as user '{order.UserOf(denied)}': "
                    + Acls.Denial(owner, AclAction.RunTask, order.UserOf(denied)),
                V1.TaskState.TaskError)
            : null;
    }

    /// <summary>Mesos gives this the reason of a failed collection of garbage, and schedulers know it so.</summary>
    private static LaunchRefusal? RefuseLimits(AgentState state, LaunchOrder order) =>
        order.Tasks.Where(static task => task.Container?.Type != V1.ContainerInfo.Types.Type.Docker)
            .SelectMany(static task => task.Limits.Keys)
            .FirstOrDefault(name => !state.Configuration.Limitable.Contains(name)) is { } limited
            ? new(Reason.GcError, $"Limits of {limited} need an isolator that keeps them, such as cgroups")
            : null;

    private static LaunchRefusal? RefuseDraining(AgentState state) =>
        state.Draining is null ? null : new(Reason.AgentDraining, "Agent is draining");

    private static LaunchRefusal? RefuseVersion(AgentState state, LaunchOrder order)
    {
        var own = ByteString.CopyFrom(state.Resources.Version.ToByteArray(bigEndian: true));
        return order.Versions.Any(version => version.ResourceProviderId is null && version.Uuid.Value != own)
            ? new(Reason.InvalidOffers, "Task assumes outdated resource state")
            : null;
    }

    private static LaunchRefusal? RefuseResources(AgentState state, LaunchOrder order) =>
        state.Resources.FirstUnknown(
            order.Tasks.SelectMany(static task => task.Resources).Concat(order.Executor.Resources)) is { } unknown
            ? new(Reason.ResourcesUnknown, $"The checkpointed resources being used are unknown to the agent: {unknown}")
            : null;

    private static LaunchRefusal? RefuseExecutor(AgentState state, LaunchOrder order)
    {
        var run = state.Executors.GetValueOrDefault(order.ExecutorKey);
        return (run, order.NeedsNewExecutor) switch
        {
            ({ IsEnding: true }, _) => new(Reason.ExecutorTerminated, "Executor is terminating or terminated"),
            ({ }, true) => new(Reason.ExecutorTerminated, "Master wants to launch executor, but one already exists"),
            (null, false) =>
                new(Reason.ExecutorTerminated, "No executor is expected to launch and there is no executor running"),
            ({ Kind: ExecutorKind.Command }, _) =>
                new(Reason.ExecutorTerminated, "A command executor takes one task only"),
            _ => null,
        };
    }
}
