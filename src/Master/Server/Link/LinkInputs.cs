using Google.Protobuf;
using Kernel.Master.Core;
using Kernel.Master.Server.Lifting;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Mesos.Internal;

namespace Kernel.Master.Server.Link;

/// <summary>Turns messages of the agent link into what the master's loop is told.</summary>
public static class LinkInputs
{
    private const string Package = "mesos.internal.";

    /// <summary>What a message tells the master; null if the master does not know such messages.</summary>
    /// <exception cref="InvalidProtocolBufferException">The body is no such message.</exception>
    /// <exception cref="FormatException">Something in it is missing.</exception>
    /// <exception cref="InvalidResourceException">A resource in it is not well formed.</exception>
    public static MasterInput? Read(LinkMessage message)
    {
        var from = message.From.ToString();
        var body = message.Body.Span;
        return message.Name.Replace(Package, "", StringComparison.Ordinal) switch
        {
            nameof(RegisterSlaveMessage) =>
                new MasterInput.AgentRegistering(from, AgentLifting.Lift(Parse(RegisterSlaveMessage.Parser, body))),
            nameof(ReregisterSlaveMessage) => ReregistrationLifting.Lift(from, message.Body),
            nameof(UpdateSlaveMessage) =>
                new MasterInput.AgentUpdating(AgentLifting.Lift(Parse(UpdateSlaveMessage.Parser, body))),
            nameof(UnregisterSlaveMessage) =>
                new MasterInput.AgentUnregistering(from, new(Parse(UnregisterSlaveMessage.Parser, body).SlaveId.Value)),
            nameof(AuthenticateMessage) =>
                new MasterInput.PeerAuthenticating(from, Parse(AuthenticateMessage.Parser, body).Pid),
            nameof(AuthenticationStartMessage) =>
                new MasterInput.MechanismChosen(from, Parse(AuthenticationStartMessage.Parser, body).Mechanism),
            nameof(AuthenticationStepMessage) =>
                new MasterInput.ChallengeAnswered(from, Parse(AuthenticationStepMessage.Parser, body).Data),
            nameof(PongSlaveMessage) => new MasterInput.AgentPonged(from),
            nameof(StatusUpdateMessage) =>
                new MasterInput.StatusForwarded(from, Parse(StatusUpdateMessage.Parser, body).Update),
            nameof(UpdateOperationStatusMessage) =>
                new MasterInput.OperationStatusForwarded(Parse(UpdateOperationStatusMessage.Parser, body)),
            nameof(ExitedExecutorMessage) => Exited(Parse(ExitedExecutorMessage.Parser, body)),
            nameof(ExecutorToFrameworkMessage) => Messaged(Parse(ExecutorToFrameworkMessage.Parser, body)),
            _ => null,
        };
    }

    /// <summary>Reads a message whole: the decisions count on what is required.</summary>
    private static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> body)
        where T : IMessage<T>
    {
        var message = parser.ParseFrom(body);
        return RequiredFields.AreSet(message)
            ? message
            : throw new FormatException("a required field is missing");
    }

    private static MasterInput.ExecutorExited Exited(ExitedExecutorMessage message) => new(
        new(message.SlaveId.Value), new(message.FrameworkId.Value), new(message.ExecutorId.Value), message.Status);

    private static MasterInput.ExecutorMessaged Messaged(ExecutorToFrameworkMessage message) => new(
        new(message.SlaveId.Value), new(message.FrameworkId.Value), new(message.ExecutorId.Value), message.Data);
}
