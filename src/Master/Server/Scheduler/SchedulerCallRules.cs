using Google.Protobuf;
using Kernel.Protocol;
using Mesos.V1.Scheduler;
using CallType = Mesos.V1.Scheduler.Call.Types.Type;

namespace Kernel.Master.Server.Scheduler;

/// <summary>What every scheduler call must have, whoever makes it (Mesos: src/master/validation.cpp, scheduler::call; mesos.md 1.9).</summary>
public static class SchedulerCallRules
{
    /// <summary>Why a call is refused before anybody looks for its framework; null if it is not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="principal">Who the caller has authenticated as; null if nobody.</param>
    public static HttpRefusal? Refuse(Call call, string? principal)
    {
        if (!call.HasType)
        {
            return Invalid("Expecting 'type' to be present");
        }

        if (call.Type == CallType.Subscribe)
        {
            return RefuseSubscribe(call, principal);
        }

        if (call.FrameworkId is null)
        {
            return Invalid("Expecting 'framework_id' to be present");
        }

        return call.Type == CallType.Unknown
            ? new(501, "501 Not Implemented.")
            : RefuseMember(call);
    }

    private static HttpRefusal? RefuseSubscribe(Call call, string? principal)
    {
        if (call.Subscribe is null)
        {
            return Invalid("Expecting 'subscribe' to be present");
        }

        var info = call.Subscribe.FrameworkInfo;
        if ((call.FrameworkId?.Value ?? "") != (info.Id?.Value ?? ""))
        {
            return Invalid("'framework_id' differs from 'subscribe.framework_info.id'");
        }

        return principal is not null && info.HasPrincipal && info.Principal != principal
            ? Invalid($"Authenticated principal '{principal}' does not match principal '{info.Principal}' set in `FrameworkInfo`")
            : null;
    }

    private static HttpRefusal? RefuseMember(Call call) => call.Type switch
    {
        CallType.Accept => Present(call.Accept, "accept"),
        CallType.Decline => Present(call.Decline, "decline"),
        CallType.AcceptInverseOffers => Present(call.AcceptInverseOffers, "accept_inverse_offers"),
        CallType.DeclineInverseOffers => Present(call.DeclineInverseOffers, "decline_inverse_offers"),
        CallType.Kill => Present(call.Kill, "kill"),
        CallType.Shutdown => Present(call.Shutdown, "shutdown"),
        CallType.Acknowledge => Present(call.Acknowledge, "acknowledge") ?? Uuid(call.Acknowledge!.Uuid),
        CallType.AcknowledgeOperationStatus => Present(call.AcknowledgeOperationStatus, "acknowledge_operation_status")
            ?? Uuid(call.AcknowledgeOperationStatus!.Uuid)
            ?? Present(call.AcknowledgeOperationStatus.AgentId, "acknowledge_operation_status.agent_id"),
        CallType.Reconcile => Present(call.Reconcile, "reconcile"),
        CallType.ReconcileOperations => Present(call.ReconcileOperations, "reconcile_operations"),
        CallType.Message => Present(call.Message, "message"),
        CallType.Request => Present(call.Request, "request"),
        CallType.UpdateFramework => Present(call.UpdateFramework, "update_framework") ?? SameFramework(call),
        CallType.Teardown or CallType.Revive or CallType.Suppress => null,
        CallType.Subscribe or CallType.Unknown => throw Model.Invariant.Unreachable("judged before"),
    };

    private static HttpRefusal? SameFramework(Call call) =>
        call.UpdateFramework.FrameworkInfo.Id?.Value == call.FrameworkId.Value
            ? null
            : Invalid("'framework_id' differs from 'update_framework.framework_info.id'");

    private static HttpRefusal? Present(IMessage? member, string name) =>
        member is null ? Invalid($"Expecting '{name}' to be present") : null;

    private static HttpRefusal? Uuid(ByteString uuid) =>
        uuid.Length == 16 ? null : Invalid($"Not a valid UUID: expecting 16 bytes, not {uuid.Length}");

    private static HttpRefusal Invalid(string reason) => new(400, $"Failed to validate scheduler::Call: {reason}");
}
