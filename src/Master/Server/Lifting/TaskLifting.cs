using Google.Protobuf;
using Google.Protobuf.Collections;
using Kernel.Master.Core;
using Kernel.Model;
using Kernel.Protocol;
using Resource = Mesos.V1.Resource;

namespace Kernel.Master.Server.Lifting;

/// <summary>
/// Lifts the tasks of one agent out of its message. Tasks of one agent have much in common, which is kept once: its id,
/// their frameworks' ids, and resources that are those of the task before.
/// </summary>
/// <param name="agent">The agent.</param>
internal sealed class TaskLifting(AgentId agent)
{
    private readonly Dictionary<string, FrameworkId> frameworks = new(StringComparer.Ordinal);
    private RepeatedField<Resource> lastReported = [];
    private Resources lastResources = Resources.Empty;

    /// <summary>A task that the agent reports.</summary>
    public TaskEntry Lift(Mesos.V1.Task message) => new()
    {
        Key = new(Framework(message.FrameworkId.Value), new(message.TaskId.Value)),
        Agent = message.AgentId.Value == agent.Value ? agent : new(message.AgentId.Value),
        Executor = message.ExecutorId is { Value.Length: > 0 } executor ? new ExecutorId(executor.Value) : null,
        Resources = Of(message.Resources),
        Carried = Carried(message).ToByteString(),
        State = message.State,
        UpdateState = message.HasStatusUpdateState ? message.StatusUpdateState : null,
        UpdateUuid = message.HasStatusUpdateUuid ? message.StatusUpdateUuid : ByteString.Empty,
        Statuses = [.. message.Statuses],
    };

    private FrameworkId Framework(string id)
    {
        if (!frameworks.TryGetValue(id, out var known))
        {
            frameworks[id] = known = new(id);
        }

        return known;
    }

    private Resources Of(RepeatedField<Resource> reported)
    {
        if (!reported.Equals(lastReported))
        {
            (lastReported, lastResources) = (reported, ResourceMapping.FromMessages(reported));
        }

        return lastResources;
    }

    /// <summary>A message with what is only carried; it shares its parts with the one reported, which is large.</summary>
    private static Mesos.V1.Task Carried(Mesos.V1.Task message)
    {
        var carried = new Mesos.V1.Task
        {
            Name = message.Name,
            TaskId = message.TaskId,
            FrameworkId = message.FrameworkId,
            ExecutorId = message.ExecutorId,
            AgentId = message.AgentId,
            Labels = message.Labels,
            Discovery = message.Discovery,
            Container = message.Container,
            HealthCheck = message.HealthCheck,
            KillPolicy = message.KillPolicy,
        };
        carried.Limits.Add(message.Limits);
        if (message.HasUser)
        {
            carried.User = message.User;
        }

        return carried;
    }
}
