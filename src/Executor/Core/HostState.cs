using Kernel.Model;
using Wire = Kernel.Messages.Host;

namespace Kernel.Executor.Core;

/// <summary>All that an executor host knows. Its methods are the only code that changes it.</summary>
/// <param name="settings">How it behaves.</param>
public sealed class HostState(HostSettings settings)
{
    private readonly Dictionary<string, HostedExecutor> executors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostedTask> tasks = new(StringComparer.Ordinal);

    private readonly Dictionary<string, NestedContainer> nested = new(StringComparer.Ordinal);

    /// <summary>How it behaves.</summary>
    public HostSettings Settings { get; private set; } = settings;

    /// <summary>The executors, by container.</summary>
    public IReadOnlyDictionary<string, HostedExecutor> Executors => executors;

    /// <summary>The tasks that are not over, by the container of each task's own.</summary>
    public IReadOnlyDictionary<string, HostedTask> Tasks => tasks;

    /// <summary>Containers that somebody asked for below others, by id.</summary>
    public IReadOnlyDictionary<string, NestedContainer> Nested => nested;

    /// <summary>Whether an agent is connected.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Counts connections and their ends.</summary>
    public int Connection { get; private set; }

    /// <summary>The agent that was connected last; empty if it had no id.</summary>
    public string AgentId { get; private set; } = "";

    /// <summary>Whether everything is to end.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>The task of an executor; null if it is over, or never was.</summary>
    public HostedTask? TaskOf(string executorContainer, string task)
    {
        if (executors.GetValueOrDefault(executorContainer) is not { } executor)
        {
            return null;
        }

        foreach (var container in executor.Tasks)
        {
            if (tasks[container] is var hosted && hosted.Info.TaskId.Value == task)
            {
                return hosted;
            }
        }

        return null;
    }

    /// <summary>An agent is there.</summary>
    public void Connect(string agentId, TimeSpan? recoveryTimeout)
    {
        (IsConnected, AgentId) = (true, agentId);
        Connection++;
        Settings = Settings with { RecoveryTimeout = recoveryTimeout ?? Settings.RecoveryTimeout };
    }

    /// <summary>The agent is gone.</summary>
    public void Disconnect()
    {
        IsConnected = false;
        Connection++;
    }

    /// <summary>Everything is to end.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>Keeps an executor, in place of the one that its container had.</summary>
    public void Set(HostedExecutor executor) => executors[executor.ContainerId] = executor;

    /// <summary>Forgets an executor that has no tasks.</summary>
    public void Remove(HostedExecutor executor)
    {
        Invariant.Holds(executor.Tasks.IsEmpty, "an executor that is forgotten has no tasks");
        executors.Remove(executor.ContainerId);
    }

    /// <summary>Keeps a task, in place of the one that its container had.</summary>
    public void Set(HostedTask task)
    {
        if (tasks.TryAdd(task.ContainerId, task))
        {
            var executor = executors[task.ExecutorContainer];
            Set(executor with { Tasks = executor.Tasks.Add(task.ContainerId), HasHadTasks = true });
        }
        else
        {
            tasks[task.ContainerId] = task;
        }
    }

    /// <summary>Keeps a nested container, in place of the one that had its id.</summary>
    public void Set(NestedContainer container) => nested[container.ContainerId] = container;

    /// <summary>Forgets a nested container.</summary>
    public void Remove(NestedContainer container) => nested.Remove(container.ContainerId);

    /// <summary>The plan of a container that others can be made below; null if there is none.</summary>
    public Wire.ContainerPlan? PlanOf(string container) =>
        tasks.GetValueOrDefault(container)?.Plan
        ?? nested.GetValueOrDefault(container)?.Plan
        ?? executors.GetValueOrDefault(container)?.Plan;

    /// <summary>Forgets a task that is over.</summary>
    public void Remove(HostedTask task)
    {
        tasks.Remove(task.ContainerId);
        var executor = executors[task.ExecutorContainer];
        Set(executor with { Tasks = executor.Tasks.Remove(task.ContainerId) });
    }
}
