using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;

namespace Kernel.Master.Server.Link;

/// <summary>Turns messages of the agent link into what the master's loop is told.</summary>
public static class LinkInputs
{
    private const string Package = "mesos.internal.";

    /// <summary>What a message tells the master; null if the master does not know such messages.</summary>
    /// <exception cref="InvalidProtocolBufferException">The body is no such message.</exception>
    /// <exception cref="Protocol.InvalidResourceException">A resource in it is not well formed.</exception>
    public static MasterInput? Read(LinkMessage message)
    {
        var from = message.From.ToString();
        var body = message.Body.Span;
        return message.Name.Replace(Package, "", StringComparison.Ordinal) switch
        {
            nameof(RegisterSlaveMessage) =>
                new MasterInput.AgentRegistering(from, AgentLifting.Lift(RegisterSlaveMessage.Parser.ParseFrom(body))),
            nameof(ReregisterSlaveMessage) => Reregistering(from, ReregisterSlaveMessage.Parser.ParseFrom(body)),
            nameof(UpdateSlaveMessage) =>
                new MasterInput.AgentUpdating(AgentLifting.Lift(UpdateSlaveMessage.Parser.ParseFrom(body))),
            nameof(UnregisterSlaveMessage) =>
                new MasterInput.AgentUnregistering(from, new(UnregisterSlaveMessage.Parser.ParseFrom(body).SlaveId.Value)),
            nameof(PongSlaveMessage) => new MasterInput.AgentPonged(from),
            nameof(StatusUpdateMessage) =>
                new MasterInput.StatusForwarded(from, StatusUpdateMessage.Parser.ParseFrom(body).Update),
            nameof(UpdateOperationStatusMessage) =>
                new MasterInput.OperationStatusForwarded(UpdateOperationStatusMessage.Parser.ParseFrom(body)),
            nameof(ExitedExecutorMessage) => Exited(ExitedExecutorMessage.Parser.ParseFrom(body)),
            nameof(ExecutorToFrameworkMessage) => Messaged(ExecutorToFrameworkMessage.Parser.ParseFrom(body)),
            _ => null,
        };
    }

    private static MasterInput.AgentReregistering Reregistering(string from, ReregisterSlaveMessage message) =>
        new(from, AgentLifting.Lift(message), AgentLifting.LiftWork(message));

    private static MasterInput.ExecutorExited Exited(ExitedExecutorMessage message) => new(
        new(message.SlaveId.Value), new(message.FrameworkId.Value), new(message.ExecutorId.Value), message.Status);

    private static MasterInput.ExecutorMessaged Messaged(ExecutorToFrameworkMessage message) => new(
        new(message.SlaveId.Value), new(message.FrameworkId.Value), new(message.ExecutorId.Value), message.Data);
}
