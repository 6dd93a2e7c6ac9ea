using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// The master applies an operation to the agent's resources (Mesos: Slave::applyOperation). It is stored before
/// anything is
/// done; the master has acted on it already, so a failure tells it that it was mistaken.
/// </summary>
public static class OperationApplying
{
    /// <summary>Applies the operation, or says why not.</summary>
    public static void Decide(AgentState state, OperationRequested input, AgentStep step)
    {
        var message = input.Message;
        if (state.Phase is AgentPhase.Recovering or AgentPhase.Terminating || message.OperationUuid.Value.Length != 16)
        {
            return;
        }

        var uuid = ToGuid(message.OperationUuid.Value);
        if (state.Resources.Operations.ContainsKey(uuid))
        {
            return;
        }

        var resources = state.Resources;
        if (message.ResourceVersionUuid?.Uuid.Value is { } version && version != resources.VersionMessage.Value)
        {
            Conclude(
                state, input, uuid, V1.OperationState.OperationDropped, null,
                "Operation assumes outdated resource state", step);
        }
        else if (Conversion.Of(state.Configuration.Resources, message.OperationInfo) is not { } conversion)
        {
            Conclude(
                state, input, uuid, V1.OperationState.OperationError, null,
                "Operation is not supported by this agent", step);
        }
        else if (!resources.Total.Contains(conversion.Consumed))
        {
            Conclude(
                state, input, uuid, V1.OperationState.OperationFailed, null,
                $"Agent does not have {conversion.Consumed}", step);
            Correct(state, step);
        }
        else
        {
            Apply(state, conversion, step);
            Conclude(state, input, uuid, V1.OperationState.OperationFinished, conversion.Converted, "", step);
        }
    }

    /// <summary>The master says which reservations and volumes there are.</summary>
    public static void Decide(AgentState state, ResourcesCheckpointed input, AgentStep step)
    {
        var before = state.Resources.Checkpointed;
        if (state.Resources.Restore(input.Message.Resources) is { } error)
        {
            step.Note($"Ignored checkpointed resources: {error}");
            return;
        }

        AgentRecords.PutResources(state.Resources.CheckpointedMessages, step);
        VolumeChanging.Change(state, before, state.Resources.Checkpointed, step);
    }

    /// <summary>The 16 bytes of the wire as a uuid.</summary>
    public static Guid ToGuid(ByteString bytes) => new(bytes.Span, bigEndian: true);

    private static void Apply(AgentState state, Conversion conversion, AgentStep step)
    {
        var resources = state.Resources;
        var before = resources.Checkpointed;
        resources.Become(resources.Total - conversion.Consumed + conversion.Converted);
        AgentRecords.PutResources(resources.CheckpointedMessages, step);
        VolumeChanging.Change(state, before, resources.Checkpointed, step);
    }

    private static void Conclude(
        AgentState state,
        OperationRequested input,
        Guid uuid,
        V1.OperationState outcome,
        Resources? converted,
        string why,
        AgentStep step)
    {
        var message = input.Message;
        var status = new V1.OperationStatus
        {
            State = outcome,
            Uuid = AgentResources.Uuid(step.Chance.NextGuid()),
            AgentId = state.Info.Id,
            OperationId = message.OperationInfo.Id,
            ConvertedResources = { converted is null ? [] : state.Configuration.Resources.Write(converted) },
        };
        if (why.Length > 0)
        {
            status.Message = why;
        }

        var operation = new AgentOperation(uuid, new()
        {
            FrameworkId = message.FrameworkId,
            AgentId = state.Info.Id,
            Info = message.OperationInfo,
            LatestStatus = status,
            Statuses = { status },
            Uuid = message.OperationUuid,
        });
        state.Resources.Set(operation);
        AgentRecords.Put(operation, step);
        OperationForwarding.Forward(state, operation, step);
    }

    /// <summary>The master is mistaken about what there is: it is told all, and nothing is done that it has decided before.</summary>
    private static void Correct(AgentState state, AgentStep step)
    {
        if (state.Phase == AgentPhase.Running)
        {
            Registering.Begin(state, step);
        }
        else
        {
            state.Resources.Renew(step.Chance.NextGuid());
        }
    }
}
