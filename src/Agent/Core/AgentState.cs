using System.Collections.Immutable;
using Kernel.Model;
using V1 = Mesos.V1;

namespace Kernel.Agent.Core;

/// <summary>How far the agent's life has come (Mesos: Slave::state).</summary>
public enum AgentPhase
{
    /// <summary>It reads what it stored and looks for its executors.</summary>
    Recovering,

    /// <summary>No master has it registered.</summary>
    Disconnected,

    /// <summary>A master has it registered.</summary>
    Running,

    /// <summary>It shuts its frameworks down and leaves.</summary>
    Terminating,
}

/// <summary>All that an agent knows. Only the methods here change it.</summary>
public sealed class AgentState(AgentConfiguration configuration)
{
    private readonly Dictionary<ExecutorKey, SortedDictionary<long, TaskKey>> tasksByExecutor = [];
    private readonly Dictionary<FrameworkId, HashSet<ExecutorKey>> executorsByFramework = [];
    private long launches;

    /// <summary>What it was told at its start.</summary>
    public AgentConfiguration Configuration { get; } = configuration;

    /// <summary>How far its life has come.</summary>
    public AgentPhase Phase { get; private set; } = AgentPhase.Recovering;

    /// <summary>What it says of itself; with an id once a master gave one.</summary>
    public V1.AgentInfo Info { get; private set; } = configuration.Info;

    /// <summary>Its id; null until a master gave one.</summary>
    public AgentId? Id => Info.Id is { } id ? new AgentId(id.Value) : null;

    /// <summary>The masters that may lead: the one that was detected, or those that were named.</summary>
    public IReadOnlyList<string> Masters => Registration.Detected ?? Configuration.Masters;

    /// <summary>Where it stands with the masters.</summary>
    public RegistrationState Registration { get; private set; } = new();

    /// <summary>Its resources, reservations and volumes, and the operations that made them.</summary>
    public AgentResources Resources { get; } = new(configuration);

    /// <summary>Whether the executor host listens.</summary>
    public bool IsHostConnected { get; private set; }

    /// <summary>How it is being drained; null if it is not.</summary>
    public Draining? Draining { get; private set; }

    /// <summary>What it counts for its metrics.</summary>
    public AgentCounters Counters { get; } = new();

    /// <summary>Frameworks that have executors here.</summary>
    public Dictionary<FrameworkId, AgentFramework> Frameworks { get; } = [];

    /// <summary>Frameworks whose last executor has ended, the oldest first; bounded.</summary>
    public List<AgentFramework> CompletedFrameworks { get; } = [];

    /// <summary>Executors that have not completed.</summary>
    public Dictionary<ExecutorKey, ExecutorRun> Executors { get; } = [];

    /// <summary>Which executor a container belongs to.</summary>
    public Dictionary<string, ExecutorKey> Containers { get; } = [];

    /// <summary>Tasks that have not completed.</summary>
    public Dictionary<TaskKey, AgentTask> Tasks { get; } = [];

    /// <summary>Status updates on their way.</summary>
    public Dictionary<TaskKey, UpdateStream> Streams { get; } = [];

    /// <summary>When it began to recover.</summary>
    public Moment StartedAt { get; private set; }

    /// <summary>When it had recovered; null until then.</summary>
    public Moment? RecoveredAt { get; private set; }

    /// <summary>Begins to recover.</summary>
    public void Start(Moment now) => StartedAt = now;

    /// <summary>Has recovered.</summary>
    public void Recover(Moment now) => RecoveredAt ??= now;

    /// <summary>Enters another phase of life.</summary>
    public void Enter(AgentPhase phase) => Phase = phase;

    /// <summary>Knows its info and id.</summary>
    public void Know(V1.AgentInfo info) => Info = info;

    /// <summary>Stands differently with the masters.</summary>
    public void Know(RegistrationState registration) => Registration = registration;

    /// <summary>Knows whether the executor host listens.</summary>
    public void HostIs(bool connected) => IsHostConnected = connected;

    /// <summary>Is being drained, or no longer.</summary>
    public void Drain(Draining? draining) => Draining = draining;

    /// <summary>The number of the next launch.</summary>
    public long NextLaunch() => launches++;

    /// <summary>Knows a framework, or knows it better.</summary>
    public void Set(AgentFramework framework) => Frameworks[framework.Id] = framework;

    /// <summary>Knows an executor, or knows it better.</summary>
    public void Set(ExecutorRun run)
    {
        if (Executors.TryAdd(run.Key, run))
        {
            IndexOf(run.Key.Framework).Add(run.Key);
        }

        Executors[run.Key] = run;
        Containers[run.ContainerId] = run.Key;
    }

    /// <summary>Knows a task, or knows it better.</summary>
    public void Set(AgentTask task)
    {
        Tasks[task.Key] = task;
        if (!tasksByExecutor.TryGetValue(task.Executor, out var tasks))
        {
            tasksByExecutor.Add(task.Executor, tasks = []);
        }

        tasks[task.Order] = task.Key;
        launches = Math.Max(launches, task.Order + 1);
    }

    /// <summary>Knows a stream, or knows it better.</summary>
    public void Set(UpdateStream stream) => Streams[stream.Key] = stream;

    /// <summary>The tasks of an executor that have not completed, in the order of their launches.</summary>
    public IReadOnlyList<AgentTask> TasksOf(ExecutorKey executor) =>
        tasksByExecutor.TryGetValue(executor, out var tasks) ? [.. tasks.Values.Select(key => Tasks[key])] : [];

    /// <summary>Whether an executor has a task that has not completed.</summary>
    public bool HasTasks(ExecutorKey executor) => tasksByExecutor.ContainsKey(executor);

    /// <summary>The executors of a framework.</summary>
    public IReadOnlyList<ExecutorRun> ExecutorsOf(FrameworkId framework) =>
        executorsByFramework.TryGetValue(framework, out var keys) ? [.. keys.Select(key => Executors[key])] : [];

    /// <summary>Whether a framework has an executor.</summary>
    public bool HasExecutors(FrameworkId framework) => executorsByFramework.ContainsKey(framework);

    /// <summary>The executor that runs in a container; null if none does.</summary>
    public ExecutorRun? ExecutorIn(string containerId) =>
        Containers.TryGetValue(containerId, out var key) && Executors.TryGetValue(key, out var run)
        && run.ContainerId == containerId ? run : null;

    /// <summary>Moves a task to those that its executor has completed.</summary>
    public void Complete(AgentTask task)
    {
        Remove(task);
        if (Executors.TryGetValue(task.Executor, out var run))
        {
            var completed = run.CompletedTasks.Add(task with { Phase = TaskPhase.Completed });
            Set(run with { CompletedTasks = Bounded(completed, Configuration.CompletedTasksMax) });
        }
    }

    /// <summary>Moves an executor to those that its framework has completed.</summary>
    public void Complete(ExecutorRun run)
    {
        Executors.Remove(run.Key);
        if (IndexOf(run.Key.Framework) is var keys && keys.Remove(run.Key) && keys.Count == 0)
        {
            executorsByFramework.Remove(run.Key.Framework);
        }

        Containers.Remove(run.ContainerId);
        if (Frameworks.TryGetValue(run.Key.Framework, out var framework))
        {
            var completed = framework.CompletedExecutors.Add(run);
            Set(framework with { CompletedExecutors = Bounded(completed, Configuration.CompletedExecutorsMax) });
        }
    }

    /// <summary>Moves a framework to those that are completed.</summary>
    public void Complete(AgentFramework framework)
    {
        Frameworks.Remove(framework.Id);
        CompletedFrameworks.Add(framework);
        if (CompletedFrameworks.Count > Configuration.CompletedFrameworksMax)
        {
            CompletedFrameworks.RemoveAt(0);
        }
    }

    /// <summary>
    /// Takes a framework back out of those that are completed, with its past; null if it is not among them.
    /// </summary>
    public AgentFramework? Revive(FrameworkId id)
    {
        var revived = CompletedFrameworks.Find(framework => framework.Id == id);
        if (revived is not null)
        {
            CompletedFrameworks.Remove(revived);
        }

        return revived;
    }

    /// <summary>Forgets a task.</summary>
    public void Remove(AgentTask task)
    {
        Tasks.Remove(task.Key);
        if (tasksByExecutor.TryGetValue(task.Executor, out var tasks) && tasks.Remove(task.Order) && tasks.Count == 0)
        {
            tasksByExecutor.Remove(task.Executor);
        }
    }

    /// <summary>Forgets a stream.</summary>
    public void Remove(UpdateStream stream) => Streams.Remove(stream.Key);

    private HashSet<ExecutorKey> IndexOf(FrameworkId framework)
    {
        if (!executorsByFramework.TryGetValue(framework, out var keys))
        {
            executorsByFramework.Add(framework, keys = []);
        }

        return keys;
    }

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> list, int max) =>
        list.Count > max ? list.RemoveAt(0) : list;
}
