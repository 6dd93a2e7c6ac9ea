using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>
/// What the states of tasks mean to an agent (Mesos: src/common/protobuf_utils.cpp, isTerminalState).
/// </summary>
public static class TaskStates
{
    /// <summary>Whether a task in this state is over.</summary>
    public static bool IsTerminal(V1.TaskState state) => state is
        V1.TaskState.TaskFinished or V1.TaskState.TaskFailed or V1.TaskState.TaskKilled or V1.TaskState.TaskLost
        or V1.TaskState.TaskError or V1.TaskState.TaskDropped or V1.TaskState.TaskGone
        or V1.TaskState.TaskGoneByOperator;

    /// <summary>A state of partition awareness, or TASK_LOST for a framework that does not know it.</summary>
    public static V1.TaskState For(AgentFramework? framework, V1.TaskState state) =>
        framework is { IsPartitionAware: true } ? state : V1.TaskState.TaskLost;
}
