using Google.Protobuf;
using Kernel.Master.Core.Authorization;
using Kernel.Master.Core.Operations;
using Kernel.Model;
using Mesos.Internal;
using Mesos.V1;
using CapabilityType = Mesos.V1.AgentInfo.Types.Capability.Types.Type;

namespace Kernel.Master.Core.Offers;

/// <summary>Applies one operation of an accept.</summary>
public static class ApplyOperation
{
    /// <summary>Decides.</summary>
    public static void Decide(Acceptance acceptance, AskedOperation operation)
    {
        acceptance.State.Counters.Of(acceptance.Framework.Id)?.Count(operation.Info.Type);
        switch (operation)
        {
            case AskedOperation.Launch launch:
                LaunchTasks.Decide(acceptance, launch);
                break;
            case AskedOperation.LaunchGroup group:
                LaunchTasks.Decide(acceptance, group);
                break;
            case AskedOperation.Malformed malformed:
                LaunchTasks.Refuse(acceptance, malformed);
                DropOperations.One(
                    acceptance.Framework, malformed, OperationState.OperationError, malformed.Reason, acceptance.Step);
                break;
            default:
                Convert(acceptance, operation);
                break;
        }
    }

    private static void Convert(Acceptance acceptance, AskedOperation operation)
    {
        if (Refuse(acceptance, operation) is { } reason)
        {
            acceptance.Step.Note($"Skipped {operation.Info.Type} of framework {acceptance.Framework.Id}: {reason}");
            acceptance.State.Counters.Count(operation.Info.Type, OperationState.OperationError);
            DropOperations.One(acceptance.Framework, operation, OperationState.OperationError, reason, acceptance.Step);
            return;
        }

        var conversion = AppliedOperation.Convert(operation);
        if (operation is AskedOperation.Destroy destroy)
        {
            TakeBackShared(acceptance, destroy.Volumes);
        }

        acceptance.Convert(conversion, AppliedOperation.YieldsAtOnce(operation));
        Send(acceptance.State, acceptance.Agent, acceptance.Framework.Id, operation, acceptance.Step);
    }

    /// <summary>A shared volume may be offered to others too, who must not use it any more.</summary>
    private static void TakeBackShared(Acceptance acceptance, Resources volumes)
    {
        var shared = volumes.Where(static volume => volume.Kind.Shared);
        foreach (var offer in acceptance.State.OffersOf(acceptance.Agent.Id).Select(id => acceptance.State.Offers[id]).ToList())
        {
            if (shared.Any(volume => DestroyOperation.IsUsed(volume, offer.Resources)))
            {
                RescindOffers.Rescind(acceptance.State, offer, acceptance.Step);
            }
        }
    }

    private static string? Refuse(Acceptance acceptance, AskedOperation operation)
    {
        if (operation.Id is not null && RefuseFeedback(acceptance.Agent) is { } reason)
        {
            return reason;
        }

        var asker = OperationAsker.Of(acceptance.Framework);
        var inUse = InUse(acceptance.State, acceptance.Agent.Id);
        if ((AppliedOperation.Refuse(operation, asker, acceptance.Agent, inUse) ?? RefusePermission(acceptance, operation)) is { } refusal)
        {
            return refusal;
        }

        return AppliedOperation.Convert(operation).FitsInto(acceptance.Remaining)
            ? null
            : $"Invalid {operation.Info.Type}: its resources are not among what is left of the offers: {acceptance.Remaining}";
    }

    private static string? RefusePermission(Acceptance acceptance, AskedOperation operation) => OperationPermissions.Refuse(
        acceptance.State.Settings.Acls, FrameworkPermissions.PrincipalOf(acceptance.Framework.Info), operation);

    private static string? RefuseFeedback(Agent agent) =>
        agent.Can(CapabilityType.ResourceProvider) && agent.Can(CapabilityType.AgentOperationFeedback)
            ? null
            : "Operation requested feedback, but agent does not have the required AGENT_OPERATION_FEEDBACK capability";

    /// <summary>What tasks and executors use on an agent.</summary>
    public static Resources InUse(MasterState state, AgentId agent) => state.TasksOf(agent)
        .Select(key => state.Tasks[key])
        .Where(static task => !task.IsFreed)
        .Select(static task => task.Resources)
        .Concat(state.ExecutorsOf(agent).Select(key => state.Executors[key].Resources))
        .Aggregate(Resources.Empty, static (sum, used) => sum + used);

    /// <summary>Records an operation that is applied, and sends it to its agent.</summary>
    public static void Send(MasterState state, Agent agent, FrameworkId? framework, AskedOperation operation, MasterStep step)
    {
        var uuid = ByteString.CopyFrom(step.Chance.NextGuid().ToByteArray(bigEndian: true));
        var status = new OperationStatus { State = OperationState.OperationPending, OperationId = operation.Info.Id };
        state.Put(new OperationEntry
        {
            Uuid = uuid,
            Framework = framework,
            Agent = agent.Id,
            Info = operation.Info,
            Conversion = AppliedOperation.Convert(operation),
            LatestStatus = status,
        });
        var message = new ApplyOperationMessage
        {
            OperationInfo = operation.Info,
            OperationUuid = new() { Value = uuid },
            ResourceVersionUuid = new() { Uuid = new() { Value = agent.ResourceVersion } },
        };
        if (framework is { } id)
        {
            message.FrameworkId = new() { Value = id.Value };
        }

        step.Do(new MasterEffect.SendToAgent(agent.Pid, message));
    }
}
