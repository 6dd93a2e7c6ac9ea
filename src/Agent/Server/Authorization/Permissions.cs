using Kernel.Agent.Server.Files;
using Kernel.Agent.Server.Http;
using Kernel.Agent.Server.Views;
using Kernel.Model;
using Call = Mesos.V1.Agent.Call;
using CallType = Mesos.V1.Agent.Call.Types.Type;
using V1 = Mesos.V1;

namespace Kernel.Agent.Server.Authorization;

/// <summary>
/// Demands that callers are allowed what they ask of an agent (mesos.md 5.19, 8.2; Mesos: src/slave/http.cpp).
/// </summary>
/// <param name="acls">Who may do what.</param>
public sealed class Permissions(Acls acls)
{
    /// <summary>Who somebody is to readers.</summary>
    public Viewer ViewerOf(Principal? caller) => acls.IsOpen ? Viewer.Unrestricted : new(acls, caller);

    /// <summary>Demands what a call needs that is about the agent as a whole.</summary>
    /// <exception cref="RefusedException">It is not allowed: 403.</exception>
    public void Demand(Principal? caller, CallType call)
    {
        if (ActionOf(call) is { } action)
        {
            Demand(caller, action);
        }
    }

    /// <summary>Demands that somebody may do what a call asks to a container below that of an executor.</summary>
    /// <exception cref="RefusedException">They may not: 403; or the executor is not there: 404.</exception>
    public void DemandContainer(Principal? caller, AgentView view, Call call)
    {
        if (acls.IsOpen || NestedContainerApi.ContainerOf(call) is not { } container)
        {
            return;
        }

        var user = UserOf(view, NestedPlace.Find(view, container).Executor);
        foreach (var (action, asked) in ContainerActions.Of(call, user))
        {
            DemandOfExecutor(caller, action, asked);
        }
    }

    /// <summary>Demands that somebody may write to the input of a container.</summary>
    /// <exception cref="RefusedException">They may not: 403.</exception>
    public void DemandInput(Principal? caller, AgentView view, NestedPlace place) =>
        Demand(caller, AclAction.AttachContainerInput, UserOf(view, place.Executor));

    /// <summary>Demands that somebody may read a file: the agent's log, or one of a sandbox.</summary>
    /// <exception cref="RefusedException">They may not: 403.</exception>
    public void Demand(Principal? caller, AgentView view, ShownFile file)
    {
        if (file.IsLog)
        {
            Demand(caller, AclAction.AccessMesosLog);
        }
        else
        {
            // Nobody knows any more whose a sandbox of the past was: only who may read all sandboxes may read it.
            Demand(caller, AclAction.AccessSandbox, file.Owner is { } owner ? UserOf(view, owner) : null);
        }
    }

    private static AclAction? ActionOf(CallType call) => call switch
    {
        CallType.GetFlags => AclAction.ViewFlags,
        CallType.SetLoggingLevel => AclAction.SetLogLevel,
        CallType.PruneImages => AclAction.PruneImages,
        CallType.GetResourceProviders => AclAction.ViewResourceProvider,
        CallType.AddResourceProviderConfig or CallType.UpdateResourceProviderConfig
            or CallType.RemoveResourceProviderConfig => AclAction.ModifyResourceProviderConfig,
        CallType.MarkResourceProviderGone => AclAction.MarkResourceProviderGone,
        _ => null,
    };

    private static string? UserOf(AgentView view, ExecutorView executor)
    {
        var id = executor.Run.Key.Framework;
        var framework = view.Frameworks.Select(static one => one.Framework).Concat(view.CompletedFrameworks)
            .FirstOrDefault(one => one.Id == id);
        return framework is null ? null : Users.Of(executor.Run, framework.Info);
    }

    /// <summary>What executors may do to the containers below their own is seen to where their tokens are.</summary>
    private void DemandOfExecutor(Principal? caller, AclAction action, string? asked)
    {
        if (caller is not { Value: null })
        {
            Demand(caller, action, asked);
        }
    }

    private void Demand(Principal? caller, AclAction action, string? asked = null)
    {
        if (acls.Refuse(caller, action, asked) is { } denial)
        {
            throw new RefusedException(403, denial);
        }
    }
}
