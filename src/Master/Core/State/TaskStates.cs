using Mesos.V1;

namespace Kernel.Master.Core;

/// <summary>What task states mean (mesos.md 4.1, 4.4).</summary>
public static class TaskStates
{
    /// <summary>Whether nothing follows a state. LOST counts as the end, though an agent that comes back may tell otherwise.</summary>
    public static bool IsTerminal(TaskState state) => state switch
    {
        TaskState.TaskFinished or TaskState.TaskFailed or TaskState.TaskKilled or TaskState.TaskError
            or TaskState.TaskLost or TaskState.TaskDropped or TaskState.TaskGone or TaskState.TaskGoneByOperator => true,
        TaskState.TaskStaging or TaskState.TaskStarting or TaskState.TaskRunning or TaskState.TaskKilling
            or TaskState.TaskUnreachable or TaskState.TaskUnknown => false,
    };

    /// <summary>The state as a framework is told it: those who are not partition-aware know only LOST.</summary>
    public static TaskState For(bool isPartitionAware, TaskState state) => state switch
    {
        TaskState.TaskDropped or TaskState.TaskUnreachable or TaskState.TaskGone
            or TaskState.TaskGoneByOperator or TaskState.TaskUnknown when !isPartitionAware => TaskState.TaskLost,
        _ => state,
    };
}
