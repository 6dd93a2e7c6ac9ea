using Google.Protobuf;
using Kernel.Agent.Core;
using Kernel.Protocol;
using Mesos.Internal;

namespace Kernel.Agent.Server.Link;

/// <summary>Turns messages of the agent link into what the agent's core is told.</summary>
public static class LinkInputs
{
    private const string Package = "mesos.internal.";

    /// <summary>What a message tells the agent; null if the agent does not know such messages.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="name">Its name, package included.</param>
    /// <param name="body">The message.</param>
    /// <exception cref="InvalidProtocolBufferException">The body is no such message.</exception>
    /// <exception cref="FormatException">A field that must be there is not.</exception>
    public static AgentInput? Read(string from, string name, ReadOnlyMemory<byte> body) =>
        name.StartsWith(Package, StringComparison.Ordinal)
            ? OfAgent(from, name[Package.Length..], body.Span)
                ?? OfTasks(name[Package.Length..], body.Span)
                ?? OfAuthentication(from, name[Package.Length..], body.Span)
            : null;

    private static AgentInput? OfAgent(string from, string name, ReadOnlySpan<byte> body) => name switch
    {
        nameof(PingSlaveMessage) => new PingReceived(from, Parse(PingSlaveMessage.Parser, body).Connected),
        nameof(SlaveRegisteredMessage) => new AgentRegistered(from, Parse(SlaveRegisteredMessage.Parser, body)),
        nameof(SlaveReregisteredMessage) => new AgentReregistered(from, Parse(SlaveReregisteredMessage.Parser, body)),
        nameof(ApplyOperationMessage) => new OperationRequested(Parse(ApplyOperationMessage.Parser, body)),
        nameof(AcknowledgeOperationStatusMessage) =>
            new OperationAcknowledged(Parse(AcknowledgeOperationStatusMessage.Parser, body)),
        nameof(ReconcileOperationsMessage) => new OperationsReconciling(Parse(ReconcileOperationsMessage.Parser, body)),
        nameof(CheckpointResourcesMessage) => new ResourcesCheckpointed(Parse(CheckpointResourcesMessage.Parser, body)),
        nameof(DrainSlaveMessage) => new DrainRequested(Parse(DrainSlaveMessage.Parser, body).Config),
        nameof(ShutdownMessage) => new ShutdownRequested(from, Parse(ShutdownMessage.Parser, body).Message),
        _ => null,
    };

    private static AgentInput? OfAuthentication(string from, string name, ReadOnlySpan<byte> body) => name switch
    {
        nameof(AuthenticationMechanismsMessage) =>
            new MechanismsOffered(from, Parse(AuthenticationMechanismsMessage.Parser, body).Mechanisms),
        nameof(AuthenticationStepMessage) => new ChallengeReceived(from, Parse(AuthenticationStepMessage.Parser, body).Data),
        nameof(AuthenticationCompletedMessage) => new AuthenticationCompleted(from),
        nameof(AuthenticationFailedMessage) => new AuthenticationRefused(from),
        nameof(AuthenticationErrorMessage) =>
            new AuthenticationFailed(from, Parse(AuthenticationErrorMessage.Parser, body).Error),
        _ => null,
    };

    private static AgentInput? OfTasks(string name, ReadOnlySpan<byte> body) => name switch
    {
        nameof(RunTaskMessage) => new TaskLaunchRequested(Parse(RunTaskMessage.Parser, body)),
        nameof(RunTaskGroupMessage) => new GroupLaunchRequested(Parse(RunTaskGroupMessage.Parser, body)),
        nameof(KillTaskMessage) => new TaskKillRequested(Parse(KillTaskMessage.Parser, body)),
        nameof(StatusUpdateAcknowledgementMessage) =>
            new UpdateAcknowledged(Parse(StatusUpdateAcknowledgementMessage.Parser, body)),
        nameof(UpdateFrameworkMessage) => new FrameworkUpdated(Parse(UpdateFrameworkMessage.Parser, body)),
        nameof(ShutdownFrameworkMessage) =>
            new FrameworkShutdownRequested(new(Parse(ShutdownFrameworkMessage.Parser, body).FrameworkId.Value)),
        nameof(ShutdownExecutorMessage) => Shutdown(Parse(ShutdownExecutorMessage.Parser, body)),
        nameof(FrameworkToExecutorMessage) => Message(Parse(FrameworkToExecutorMessage.Parser, body)),
        _ => null,
    };

    private static ExecutorShutdownRequested? Shutdown(ShutdownExecutorMessage message) =>
        message is { FrameworkId: { } framework, ExecutorId: { } executor }
            ? new(new(new(framework.Value), new(executor.Value)))
            : null;

    private static FrameworkMessageSent Message(FrameworkToExecutorMessage message) =>
        new(new(new(message.FrameworkId.Value), new(message.ExecutorId.Value)), message.Data);

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> body)
        where T : class, IMessage<T>
    {
        var message = parser.ParseFrom(body);
        return RequiredFields.AreSet(message)
            ? message
            : throw new FormatException($"{message.Descriptor.Name} lacks a field that must be there");
    }
}
