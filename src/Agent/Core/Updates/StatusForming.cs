using Google.Protobuf;
using Kernel.Model;
using Mesos.Internal;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// Makes statuses whole: what an executor leaves out the agent fills in (Mesos: Slave::statusUpdate, protobuf_utils).
/// </summary>
public static class StatusForming
{
    /// <summary>A status that the agent itself gives a task.</summary>
    public static V1.TaskStatus ByAgent(
        AgentState state,
        TaskKey task,
        ExecutorId? executor,
        V1.TaskState taskState,
        V1.TaskStatus.Types.Reason reason,
        string message,
        AgentStep step)
    {
        var status = new V1.TaskStatus
        {
            TaskId = new() { Value = task.Task.Value },
            AgentId = state.Info.Id,
            State = taskState,
            Source = V1.TaskStatus.Types.Source.Agent,
            Reason = reason,
            Message = message,
            Timestamp = step.Now.Seconds,
            Uuid = NewUuid(step),
        };
        if (executor is { } id)
        {
            status.ExecutorId = new() { Value = id.Value };
        }

        return status;
    }

    /// <summary>A status of an executor, with what the agent knows better.</summary>
    public static V1.TaskStatus ByExecutor(
        AgentState state, AgentFramework framework, ExecutorRun? run, StatusReported report, AgentStep step)
    {
        var status = report.Status.Clone();
        status.AgentId = state.Info.Id;
        status.ExecutorId = new() { Value = report.Executor.Executor.Value };
        if (!status.HasSource)
        {
            status.Source = V1.TaskStatus.Types.Source.Executor;
        }

        if (!status.HasTimestamp)
        {
            status.Timestamp = step.Now.Seconds;
        }

        if (!status.HasUuid)
        {
            status.Uuid = NewUuid(step);
        }

        var task = state.Tasks.GetValueOrDefault(new(report.Executor.Framework, new(status.TaskId.Value)));
        AddContainer(state, run, task, status);
        AddDraining(state, framework, status);
        return status;
    }

    /// <summary>A status as the master is sent it.</summary>
    public static StatusUpdate Update(AgentState state, TaskKey task, V1.TaskStatus status) => new()
    {
        FrameworkId = new() { Value = task.Framework.Value },
        ExecutorId = status.ExecutorId,
        SlaveId = state.Info.Id,
        Status = status,
        Timestamp = status.Timestamp,
        Uuid = status.Uuid,
    };

    /// <summary>A new uuid in the 16 bytes of the wire.</summary>
    public static ByteString NewUuid(AgentStep step) =>
        ByteString.CopyFrom(step.Chance.NextGuid().ToByteArray(bigEndian: true));

    /// <summary>
    /// Service discovery reads the task's address from its status: without a network of its own it has the agent's.
    /// </summary>
    private static void AddContainer(AgentState state, ExecutorRun? run, AgentTask? task, V1.TaskStatus status)
    {
        var container = status.ContainerStatus ??= new();
        if (container.ContainerId is null && run is not null)
        {
            var own = new V1.ContainerID { Value = run.ContainerId };
            container.ContainerId = task is { NestedId.Length: > 0 }
                ? new() { Value = task.NestedId, Parent = own }
                : own;
        }

        if (container.NetworkInfos.Count == 0)
        {
            container.NetworkInfos.Add(new V1.NetworkInfo
            {
                IpAddresses =
                {
                    new V1.NetworkInfo.Types.IPAddress
                    {
                        Protocol = state.Configuration.Ip.Contains(':', StringComparison.Ordinal)
                            ? V1.NetworkInfo.Types.Protocol.Ipv6
                            : V1.NetworkInfo.Types.Protocol.Ipv4,
                        IpAddress = state.Configuration.Ip,
                    },
                },
            });
        }
    }

    private static void AddDraining(AgentState state, AgentFramework framework, V1.TaskStatus status)
    {
        if (state.Draining is not { } draining
            || status.State is not (V1.TaskState.TaskKilling or V1.TaskState.TaskKilled))
        {
            return;
        }

        status.Reason = V1.TaskStatus.Types.Reason.AgentDraining;
        if (draining.Config.MarkGone && framework.IsPartitionAware && status.State == V1.TaskState.TaskKilled)
        {
            status.State = V1.TaskState.TaskGoneByOperator;
        }
    }
}
