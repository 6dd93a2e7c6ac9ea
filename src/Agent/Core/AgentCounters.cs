using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>What an agent counts for its metrics; every number only grows.</summary>
public sealed class AgentCounters
{
    /// <summary>Tasks that ended, by state.</summary>
    public Dictionary<V1.TaskState, long> TasksEnded { get; } = [];

    /// <summary>Executors that ended.</summary>
    public long ExecutorsTerminated { get; private set; }

    /// <summary>Containers that could not be started.</summary>
    public long LaunchErrors { get; private set; }

    /// <summary>Status updates that were taken.</summary>
    public long ValidUpdates { get; private set; }

    /// <summary>Status updates that were refused.</summary>
    public long InvalidUpdates { get; private set; }

    /// <summary>Messages for executors that were passed on.</summary>
    public long ValidMessages { get; private set; }

    /// <summary>Messages for executors that are not here.</summary>
    public long InvalidMessages { get; private set; }

    /// <summary>Counts a task that ended.</summary>
    public void TaskEnded(V1.TaskState state) => TasksEnded[state] = TasksEnded.GetValueOrDefault(state) + 1;

    /// <summary>Counts an executor that ended.</summary>
    public void ExecutorTerminated() => ExecutorsTerminated++;

    /// <summary>Counts a container that could not be started.</summary>
    public void LaunchFailed() => LaunchErrors++;

    /// <summary>Counts a status update.</summary>
    public void UpdateTaken(bool valid)
    {
        ValidUpdates += valid ? 1 : 0;
        InvalidUpdates += valid ? 0 : 1;
    }

    /// <summary>Counts a message for an executor.</summary>
    public void MessageTaken(bool valid)
    {
        ValidMessages += valid ? 1 : 0;
        InvalidMessages += valid ? 0 : 1;
    }
}
