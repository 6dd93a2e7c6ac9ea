using System.Collections.Immutable;
using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Mesos.Internal;
using Mesos.V1;
using Offer = Mesos.V1.Offer;
using Resource = Mesos.V1.Resource;

namespace Kernel.Tests.Simulation.Interim;

internal static class MasterLinkInputs
{
    public static MasterInput? Read(string from, string name, ReadOnlyMemory<byte> body)
    {
        var span = body.Span;
        switch (name["mesos.internal.".Length..])
        {
            case nameof(RegisterSlaveMessage):
                var register = RegisterSlaveMessage.Parser.ParseFrom(span);
                return new MasterInput.AgentRegistering(from, Agent(
                    register.Slave, register.CheckpointedResources, register.Version, register.AgentCapabilities, register.ResourceVersionUuid));
            case nameof(ReregisterSlaveMessage):
                var again = ReregisterSlaveMessage.Parser.ParseFrom(span);
                return new MasterInput.AgentReregistering(
                    from,
                    Agent(again.Slave, again.CheckpointedResources, again.Version, again.AgentCapabilities, again.ResourceVersionUuid),
                    Work(again));
            case nameof(UpdateSlaveMessage):
                var update = UpdateSlaveMessage.Parser.ParseFrom(span);
                return new MasterInput.AgentUpdating(new(new(update.SlaveId.Value), null, [], update.ResourceVersionUuid?.Value ?? ByteString.Empty));
            case nameof(UnregisterSlaveMessage):
                return new MasterInput.AgentUnregistering(from, new(UnregisterSlaveMessage.Parser.ParseFrom(span).SlaveId.Value));
            case nameof(PongSlaveMessage):
                return new MasterInput.AgentPonged(from);
            case nameof(StatusUpdateMessage):
                return new MasterInput.StatusForwarded(from, StatusUpdateMessage.Parser.ParseFrom(span).Update);
            case nameof(UpdateOperationStatusMessage):
                return new MasterInput.OperationStatusForwarded(UpdateOperationStatusMessage.Parser.ParseFrom(span));
            case nameof(ExitedExecutorMessage):
                var exited = ExitedExecutorMessage.Parser.ParseFrom(span);
                return new MasterInput.ExecutorExited(
                    new(exited.SlaveId.Value), new(exited.FrameworkId.Value), new(exited.ExecutorId.Value), exited.Status);
            default:
                return null;
        }
    }

    private static ReportedAgent Agent(
        SlaveInfo slave, IEnumerable<Resource> checkpointed, string version, IEnumerable<AgentInfo.Types.Capability> capabilities, UUID? resourceVersion)
    {
        var info = new AgentInfo
        {
            Hostname = slave.Hostname,
            Port = slave.Port,
            Resources = { slave.Resources },
            Attributes = { slave.Attributes },
            Id = slave.Id,
            Domain = slave.Domain,
        };
        return new(
            info,
            ResourceMapping.FromMessages(slave.Resources),
            version,
            [.. capabilities.Select(static one => one.Type)],
            resourceVersion?.Value ?? ByteString.Empty);
    }

    private static ReportedWork Work(ReregisterSlaveMessage message)
    {
        var agent = new AgentId(message.Slave.Id.Value);
        return new(
            [.. message.Frameworks],
            [.. message.ExecutorInfos.Select(info => new ExecutorEntry(
                new(agent, new(info.FrameworkId.Value), new(info.ExecutorId.Value)), info.ToByteString(), ResourceMapping.FromMessages(info.Resources)))],
            [.. message.Tasks.Select(task => Task(agent, task))],
            [.. message.CompletedFrameworks]);
    }

    private static TaskEntry Task(AgentId agent, Mesos.V1.Task task) => new()
    {
        Key = new(new(task.FrameworkId.Value), new(task.TaskId.Value)),
        Agent = agent,
        Executor = task.ExecutorId is { } executor ? new(executor.Value) : null,
        Resources = ResourceMapping.FromMessages(task.Resources),
        Carried = task.ToByteString(),
        State = task.State,
        UpdateState = task.HasStatusUpdateState ? task.StatusUpdateState : null,
        UpdateUuid = task.StatusUpdateUuid ?? ByteString.Empty,
        Statuses = [.. task.Statuses],
    };

    public static Offer Message(OfferToSend offer)
    {
        var message = new Offer
        {
            Id = new() { Value = offer.Offer.Id.Value },
            FrameworkId = new() { Value = offer.Offer.Framework.Value },
            AgentId = new() { Value = offer.Agent.Id.Value },
            Hostname = offer.Agent.Info.Hostname,
            AllocationInfo = new() { Role = offer.Offer.Role },
        };
        message.Resources.AddRange(offer.Offer.Resources.ToMessages());
        message.ExecutorIds.AddRange(offer.Executors.Select(static id => new ExecutorID { Value = id.Value }));
        return message;
    }
}
