using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>Makes statuses, keeps them until they are acknowledged, and sends them.</summary>
internal static class Statuses
{
    /// <summary>Tells a status of a task; what all statuses have is filled in.</summary>
    /// <param name="state">What the host knows.</param>
    /// <param name="task">The task.</param>
    /// <param name="status">The status: its state, and what is special about it.</param>
    /// <param name="step">The step.</param>
    public static void Tell(HostState state, HostedTask task, V1.TaskStatus status, Step<HostInput, HostEffect> step)
    {
        var executor = state.Executors[task.ExecutorContainer];
        status.TaskId = task.Info.TaskId;
        status.AgentId = task.Info.AgentId;
        status.ExecutorId = new() { Value = executor.ExecutorId };
        status.Source = V1.TaskStatus.Types.Source.Executor;
        status.Timestamp = step.Now.Seconds;
        status.Uuid = ByteString.CopyFrom(step.Chance.NextGuid().ToByteArray(bigEndian: true));
        status.ContainerStatus = task.ContainerStatus;
        status.CheckStatus = task.Check is { } check ? task.CheckFound.ToMessage(check.Definition.Kind) : null;
        state.Set(executor with { Unacknowledged = executor.Unacknowledged.Add(status) });
        var told = new Wire.Status { ContainerId = executor.ContainerId, Status_ = status };
        AgentGreeting.Tell(state, new() { Status = told }, step);
    }
}
