using Kernel.Executor.Core;
using Kernel.Messages.Host;

namespace Kernel.Executor.Server;

/// <summary>Turns what an agent says into what the host's core is told.</summary>
public static class HostCalls
{
    /// <summary>The input for a call; null if this host does not know such calls.</summary>
    public static HostInput? Read(HostCall call) => call.CallCase switch
    {
        HostCall.CallOneofCase.Hello => new AgentConnected(call.Hello),
        HostCall.CallOneofCase.LaunchCommand => new CommandLaunchRequested(call.LaunchCommand),
        HostCall.CallOneofCase.LaunchExecutor => new ExecutorLaunchRequested(call.LaunchExecutor),
        HostCall.CallOneofCase.LaunchGroup => new GroupLaunchRequested(call.LaunchGroup),
        HostCall.CallOneofCase.KillTask => new TaskKillRequested(
            call.KillTask.ContainerId, call.KillTask.TaskId, call.KillTask.KillPolicy),
        HostCall.CallOneofCase.ShutdownExecutor => new ExecutorShutdownRequested(
            call.ShutdownExecutor.ContainerId, Span(call.ShutdownExecutor.GraceNanoseconds)),
        HostCall.CallOneofCase.DestroyContainer => new ContainerDestroyRequested(call.DestroyContainer.ContainerId),
        HostCall.CallOneofCase.Acknowledge => new StatusAcknowledged(
            call.Acknowledge.ContainerId, call.Acknowledge.TaskId, call.Acknowledge.Uuid),
        HostCall.CallOneofCase.Stop => new StopRequested(Span(call.Stop.GraceNanoseconds)),
        HostCall.CallOneofCase.LaunchNested => new NestedLaunchRequested(call.LaunchNested),
        HostCall.CallOneofCase.WaitNested => new NestedWaitRequested(
            call.WaitNested.Request, call.WaitNested.ContainerId),
        HostCall.CallOneofCase.KillNested => new NestedKillRequested(
            call.KillNested.Request, call.KillNested.ContainerId, call.KillNested.Signal),
        HostCall.CallOneofCase.RemoveNested => new NestedRemoveRequested(
            call.RemoveNested.Request, call.RemoveNested.ContainerId),
        HostCall.CallOneofCase.CloseInput => new InputClosed(call.CloseInput.ContainerId),
        HostCall.CallOneofCase.Measure => new MeasureRequested(call.Measure.Request),
        _ => null,
    };

    private static TimeSpan Span(long nanoseconds) => TimeSpan.FromTicks(Math.Max(0, nanoseconds / 100));
}
