using System.Runtime.InteropServices;
using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly Dictionary<TaskKey, TaskEntry> tasks = [];
    private readonly Index<FrameworkId, TaskKey> tasksByFramework = new();
    private readonly Index<AgentId, TaskKey> tasksByAgent = new();
    private readonly Dictionary<FrameworkId, TaskMemory> completedTasks = [];
    private readonly Dictionary<FrameworkId, TaskMemory> unreachableTasks = [];
    private readonly Dictionary<ExecutorKey, ExecutorEntry> executors = [];
    private readonly Index<AgentId, ExecutorKey> executorsByAgent = new();
    private readonly Index<FrameworkId, ExecutorKey> executorsByFramework = new();

    /// <summary>The tasks that are not completed: those that run, and those whose end is not acknowledged yet.</summary>
    public IReadOnlyDictionary<TaskKey, TaskEntry> Tasks => tasks;

    /// <summary>The executors that run.</summary>
    public IReadOnlyDictionary<ExecutorKey, ExecutorEntry> Executors => executors;

    /// <summary>A framework's tasks.</summary>
    public IReadOnlyCollection<TaskKey> TasksOf(FrameworkId framework) => tasksByFramework[framework];

    /// <summary>An agent's tasks.</summary>
    public IReadOnlyCollection<TaskKey> TasksOf(AgentId agent) => tasksByAgent[agent];

    /// <summary>A framework's last ended tasks, the oldest first.</summary>
    public IReadOnlyCollection<TaskEntry> CompletedTasks(FrameworkId framework) =>
        completedTasks.TryGetValue(framework, out var ended) ? ended.Items : [];

    /// <summary>A framework's last tasks on agents that could not be reached, the oldest first.</summary>
    public IReadOnlyCollection<TaskEntry> UnreachableTasks(FrameworkId framework) =>
        unreachableTasks.TryGetValue(framework, out var lost) ? lost.Items : [];

    /// <summary>An agent's executors.</summary>
    public IReadOnlyCollection<ExecutorKey> ExecutorsOf(AgentId agent) => executorsByAgent[agent];

    /// <summary>A framework's executors.</summary>
    public IReadOnlyCollection<ExecutorKey> ExecutorsOf(FrameworkId framework) => executorsByFramework[framework];

    /// <summary>Adds a task, or replaces what is known of it.</summary>
    public void Put(TaskEntry task)
    {
        Changes++;
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(tasks, task.Key, out _);
        var before = place;
        place = task;
        if (before is null)
        {
            tasksByFramework.Add(task.Framework, task.Key);
        }
        else if (before.Agent != task.Agent)
        {
            tasksByAgent.Remove(before.Agent, task.Key);
        }

        if (before?.Agent != task.Agent)
        {
            tasksByAgent.Add(task.Agent, task.Key);
        }
    }

    /// <summary>Moves a task to the ended ones.</summary>
    public void Complete(TaskEntry task)
    {
        Forget(task.Key);
        History(completedTasks, task.Framework, Settings.MaxCompletedTasksPerFramework).Add(task);
    }

    /// <summary>Remembers a task that has ended, and that is not among the others; not a second time.</summary>
    public void Remember(TaskEntry task)
    {
        Changes++;
        var history = History(completedTasks, task.Framework, Settings.MaxCompletedTasksPerFramework);
        if (!history.Contains(task.Key))
        {
            history.Add(task);
        }
    }

    /// <summary>Moves a task to those on agents that could not be reached.</summary>
    public void PutUnreachable(TaskEntry task)
    {
        Forget(task.Key);
        History(unreachableTasks, task.Framework, Settings.MaxUnreachableTasksPerFramework).Add(task);
    }

    /// <summary>Whether a task of a framework is remembered as unreachable.</summary>
    public bool IsUnreachable(TaskKey key) => unreachableTasks.GetValueOrDefault(key.Framework)?.Contains(key) ?? false;

    /// <summary>Forgets what is remembered of a task that has come back.</summary>
    public void ForgetHistory(TaskKey key)
    {
        Changes++;
        unreachableTasks.GetValueOrDefault(key.Framework)?.Remove(key);
        completedTasks.GetValueOrDefault(key.Framework)?.Remove(key);
    }

    /// <summary>Adds an executor.</summary>
    public void Put(ExecutorEntry executor)
    {
        Changes++;
        executors[executor.Key] = executor;
        executorsByAgent.Add(executor.Key.Agent, executor.Key);
        executorsByFramework.Add(executor.Key.Framework, executor.Key);
    }

    /// <summary>Removes an executor.</summary>
    public void Remove(ExecutorKey key)
    {
        Changes++;
        executors.Remove(key);
        executorsByAgent.Remove(key.Agent, key);
        executorsByFramework.Remove(key.Framework, key);
    }

    private void Forget(TaskKey key)
    {
        Changes++;
        if (tasks.Remove(key, out var task))
        {
            tasksByFramework.Remove(key.Framework, key);
            tasksByAgent.Remove(task.Agent, key);
        }
    }

    private static TaskMemory History(
        Dictionary<FrameworkId, TaskMemory> histories, FrameworkId framework, int capacity)
    {
        if (!histories.TryGetValue(framework, out var history))
        {
            histories[framework] = history = new(capacity);
        }

        return history;
    }
}
