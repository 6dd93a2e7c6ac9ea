using Google.Protobuf;
using Kernel.Model;
using V1 = Mesos.V1;
using Event = Mesos.V1.Executor.Event;

namespace Kernel.Agent.Core;

/// <summary>The events of the executor API (Mesos: executor.proto).</summary>
public static class ExecutorEvents
{
    /// <summary>Tells an executor to end its tasks and itself.</summary>
    public static Event Shutdown => new() { Type = Event.Types.Type.Shutdown };

    /// <summary>Tells an executor that the agent has stored a status.</summary>
    public static Event Acknowledged(TaskId task, ByteString uuid) => new()
    {
        Type = Event.Types.Type.Acknowledged,
        Acknowledged = new() { TaskId = new() { Value = task.Value }, Uuid = uuid },
    };

    /// <summary>Gives an executor a task.</summary>
    public static Event Launch(V1.TaskInfo task) =>
        new() { Type = Event.Types.Type.Launch, Launch = new() { Task = task } };

    /// <summary>Gives an executor a task group.</summary>
    public static Event LaunchGroup(IEnumerable<V1.TaskInfo> tasks) => new()
    {
        Type = Event.Types.Type.LaunchGroup,
        LaunchGroup = new() { TaskGroup = new() { Tasks = { tasks } } },
    };

    /// <summary>Tells an executor to kill a task.</summary>
    public static Event Kill(TaskId task, V1.KillPolicy? policy)
    {
        var kill = new Event.Types.Kill { TaskId = new() { Value = task.Value } };
        if (policy is not null)
        {
            kill.KillPolicy = policy;
        }

        return new() { Type = Event.Types.Type.Kill, Kill = kill };
    }

    /// <summary>Brings an executor a message of its scheduler.</summary>
    public static Event Message(ByteString data) =>
        new() { Type = Event.Types.Type.Message, Message = new() { Data = data } };

    /// <summary>Tells an executor who and where it is.</summary>
    public static Event Subscribed(AgentState state, AgentFramework framework, ExecutorRun run) => new()
    {
        Type = Event.Types.Type.Subscribed,
        Subscribed = new()
        {
            ExecutorInfo = run.Info,
            FrameworkInfo = framework.Info,
            AgentInfo = state.Info,
            ContainerId = new() { Value = run.ContainerId },
        },
    };
}
