using Kernel.Agent.Core;
using Kernel.Messages.Host;

namespace Kernel.Agent.Server.Host;

/// <summary>Turns what an executor host says into what the agent's core is told.</summary>
public static class HostEvents
{
    /// <summary>What an event tells the agent; null if the agent does not know such events.</summary>
    public static AgentInput? Read(HostEvent message) => message.EventCase switch
    {
        HostEvent.EventOneofCase.Welcome =>
            new HostConnected(message.Welcome.ContainerIds.ToHashSet(StringComparer.Ordinal)),
        HostEvent.EventOneofCase.Status => new HostedStatusReported(message.Status.ContainerId, message.Status.Status_),
        HostEvent.EventOneofCase.Exited => Exited(message.Exited),
        HostEvent.EventOneofCase.LaunchFailed => new ContainerLaunchFailed(
            message.LaunchFailed.ContainerId, message.LaunchFailed.Group, message.LaunchFailed.Message),
        _ => null,
    };

    private static ContainerExited Exited(Exited exited) => new(exited.ContainerId)
    {
        Status = exited.HasWaitStatus ? exited.WaitStatus : null,
        State = exited.HasState ? exited.State : null,
        Reason = exited.HasReason ? exited.Reason : null,
        Message = exited.Message,
        Limitation = exited.Limitation,
    };
}
