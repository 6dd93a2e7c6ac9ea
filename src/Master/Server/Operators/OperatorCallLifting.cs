using System.Collections.Immutable;
using Kernel.Master.Core;
using Kernel.Master.Core.Operations;
using Kernel.Master.Server.Lifting;
using Kernel.Protocol;
using Mesos.V1.Quota;
using Call = Mesos.V1.Master.Call;
using CallType = Mesos.V1.Master.Call.Types.Type;
using Operation = Mesos.V1.Offer.Types.Operation;
using OperationType = Mesos.V1.Offer.Types.Operation.Types.Type;

namespace Kernel.Master.Server.Operators;

/// <summary>Lifts the calls of the operator API that change something out of their messages.</summary>
public static class OperatorCallLifting
{
    private const long GraceSecondsMax = 10_000 * 86_400L;

    /// <summary>The member that a call of each type must have; types that are not here change nothing.</summary>
    private static readonly ImmutableDictionary<CallType, (string Name, Func<Call, object?> Member)> Members =
        new Dictionary<CallType, (string, Func<Call, object?>)>
        {
            [CallType.Teardown] = ("teardown", static call => call.Teardown),
            [CallType.ReserveResources] = ("reserve_resources", static call => call.ReserveResources),
            [CallType.UnreserveResources] = ("unreserve_resources", static call => call.UnreserveResources),
            [CallType.CreateVolumes] = ("create_volumes", static call => call.CreateVolumes),
            [CallType.DestroyVolumes] = ("destroy_volumes", static call => call.DestroyVolumes),
            [CallType.GrowVolume] = ("grow_volume", static call => call.GrowVolume),
            [CallType.ShrinkVolume] = ("shrink_volume", static call => call.ShrinkVolume),
            [CallType.UpdateQuota] = ("update_quota", static call => call.UpdateQuota),
            [CallType.SetQuota] = ("set_quota", static call => call.SetQuota),
            [CallType.RemoveQuota] = ("remove_quota", static call => call.RemoveQuota),
            [CallType.UpdateWeights] = ("update_weights", static call => call.UpdateWeights),
            [CallType.UpdateMaintenanceSchedule] =
                ("update_maintenance_schedule", static call => call.UpdateMaintenanceSchedule),
            [CallType.StartMaintenance] = ("start_maintenance", static call => call.StartMaintenance),
            [CallType.StopMaintenance] = ("stop_maintenance", static call => call.StopMaintenance),
            [CallType.DrainAgent] = ("drain_agent", static call => call.DrainAgent),
            [CallType.DeactivateAgent] = ("deactivate_agent", static call => call.DeactivateAgent),
            [CallType.ReactivateAgent] = ("reactivate_agent", static call => call.ReactivateAgent),
            [CallType.MarkAgentGone] = ("mark_agent_gone", static call => call.MarkAgentGone),
        }.ToImmutableDictionary();

    /// <summary>Whether a call changes something, so that the loop must decide it.</summary>
    public static bool IsWrite(CallType type) => Members.ContainsKey(type);

    /// <summary>Why a call that changes something is not valid; null if it is.</summary>
    public static HttpRefusal? Refuse(Call call)
    {
        var (name, member) = Members[call.Type];
        if (member(call) is null)
        {
            return Invalid($"Expecting '{name}' to be present");
        }

        if (call is { Type: CallType.DrainAgent, DrainAgent.MaxGracePeriod: { } grace } && !IsGrace(grace))
        {
            return Invalid("Expecting 'drain_agent.max_grace_period' to be non-negative and at most 10000 days");
        }

        return call is { Type: CallType.GrowVolume, GrowVolume.AgentId: null } or { Type: CallType.ShrinkVolume, ShrinkVolume.AgentId: null }
            ? Invalid($"Expecting '{name}.agent_id' to be present")
            : null;
    }

    /// <summary>Lifts a call that changes something, and that is valid.</summary>
    /// <param name="call">The call.</param>
    /// <param name="lifted">The call, lifted.</param>
    /// <returns>Null if it could be lifted, else why not.</returns>
    public static HttpRefusal? Lift(Call call, out OperatorCall? lifted)
    {
        lifted = LiftOperation(call) ?? LiftOther(call);
        return lifted is OperatorCall.Apply { Operation: AskedOperation.Malformed malformed } ? Invalid(malformed.Reason) : null;
    }

    /// <summary>Lifts an operation on the resources of an agent.</summary>
    internal static OperatorCall.Apply Apply(string agent, Operation operation) =>
        new(new(agent), OperationLifting.Lift(operation, null));

    /// <summary>Lifts the older form of a quota, in which guarantees are limits too.</summary>
    internal static OperatorCall.SetQuota SetQuota(QuotaRequest request)
    {
        var config = new QuotaConfig { Role = request.Role };
        foreach (var resource in request.Guarantee.Where(static resource => resource.Scalar is not null))
        {
            config.Guarantees[resource.Name] = resource.Scalar;
            config.Limits[resource.Name] = resource.Scalar;
        }

        return new(config, request.Force);
    }

    private static bool IsGrace(Call.Types.DrainAgent.Types.GracePeriod grace) =>
        grace is { Seconds: >= 0 and <= GraceSecondsMax, Nanos: >= 0 and < 1_000_000_000, Nanoseconds: >= 0 and <= GraceSecondsMax * 1_000_000_000 };

    private static TimeSpan Span(Call.Types.DrainAgent.Types.GracePeriod grace) =>
        new((grace.Seconds * TimeSpan.TicksPerSecond) + ((grace.Nanos + grace.Nanoseconds) / TimeSpan.NanosecondsPerTick));

    private static HttpRefusal Invalid(string reason) => new(400, $"Failed to validate master::Call: {reason}");

    private static OperatorCall.Apply? LiftOperation(Call call) => call.Type switch
    {
        CallType.ReserveResources => Apply(call.ReserveResources.AgentId.Value, new()
        {
            Type = OperationType.Reserve,
            Reserve = new() { Source = { call.ReserveResources.Source }, Resources = { call.ReserveResources.Resources } },
        }),
        CallType.UnreserveResources => Apply(call.UnreserveResources.AgentId.Value, new()
        {
            Type = OperationType.Unreserve, Unreserve = new() { Resources = { call.UnreserveResources.Resources } },
        }),
        CallType.CreateVolumes => Apply(call.CreateVolumes.AgentId.Value, new()
        {
            Type = OperationType.Create, Create = new() { Volumes = { call.CreateVolumes.Volumes } },
        }),
        CallType.DestroyVolumes => Apply(call.DestroyVolumes.AgentId.Value, new()
        {
            Type = OperationType.Destroy, Destroy = new() { Volumes = { call.DestroyVolumes.Volumes } },
        }),
        CallType.GrowVolume => Apply(call.GrowVolume.AgentId.Value, new()
        {
            Type = OperationType.GrowVolume,
            GrowVolume = new() { Volume = call.GrowVolume.Volume, Addition = call.GrowVolume.Addition },
        }),
        CallType.ShrinkVolume => Apply(call.ShrinkVolume.AgentId.Value, new()
        {
            Type = OperationType.ShrinkVolume,
            ShrinkVolume = new() { Volume = call.ShrinkVolume.Volume, Subtract = call.ShrinkVolume.Subtract },
        }),
        _ => null,
    };

    private static OperatorCall? LiftOther(Call call) => call.Type switch
    {
        CallType.Teardown => new OperatorCall.Teardown(new(call.Teardown.FrameworkId.Value)),
        CallType.UpdateQuota => new OperatorCall.UpdateQuota([.. call.UpdateQuota.QuotaConfigs], call.UpdateQuota.Force),
        CallType.SetQuota => SetQuota(call.SetQuota.QuotaRequest),
        CallType.RemoveQuota => new OperatorCall.RemoveQuota(call.RemoveQuota.Role),
        CallType.UpdateWeights => new OperatorCall.UpdateWeights(
            [.. call.UpdateWeights.WeightInfos.Select(static info => KeyValuePair.Create(info.Role, info.Weight))]),
        CallType.UpdateMaintenanceSchedule =>
            new OperatorCall.UpdateMaintenanceSchedule(call.UpdateMaintenanceSchedule.Schedule),
        CallType.StartMaintenance => new OperatorCall.StartMaintenance([.. call.StartMaintenance.Machines]),
        CallType.StopMaintenance => new OperatorCall.StopMaintenance([.. call.StopMaintenance.Machines]),
        CallType.DrainAgent => new OperatorCall.DrainAgent(
            new(call.DrainAgent.AgentId.Value), call.DrainAgent.MaxGracePeriod is { } grace ? Span(grace) : null, call.DrainAgent.MarkGone),
        CallType.DeactivateAgent => new OperatorCall.DeactivateAgent(new(call.DeactivateAgent.AgentId.Value)),
        CallType.ReactivateAgent => new OperatorCall.ReactivateAgent(new(call.ReactivateAgent.AgentId.Value)),
        CallType.MarkAgentGone => new OperatorCall.MarkAgentGone(new(call.MarkAgentGone.AgentId.Value)),
        _ => null,
    };
}
