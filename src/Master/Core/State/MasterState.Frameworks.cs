using Kernel.Model;

namespace Kernel.Master.Core;

public sealed partial class MasterState
{
    private readonly Dictionary<FrameworkId, Framework> frameworks = [];
    private readonly Dictionary<string, FrameworkId> streams = [];
    private readonly Bounded<CompletedFramework> completedFrameworks = new(settings.MaxCompletedFrameworks);

    /// <summary>The frameworks that are not removed.</summary>
    public IReadOnlyDictionary<FrameworkId, Framework> Frameworks => frameworks;

    /// <summary>The frameworks that were removed last, the oldest first.</summary>
    public IReadOnlyCollection<CompletedFramework> CompletedFrameworks => completedFrameworks.Items;

    /// <summary>Adds a framework, or replaces what is known of it.</summary>
    public void Put(Framework framework)
    {
        Changes++;
        if (frameworks.TryGetValue(framework.Id, out var before) && before.StreamId is { } stream)
        {
            streams.Remove(stream);
        }

        Invariant.Holds(framework.IsConnected == framework.StreamId is not null, "a connected framework has a stream");
        frameworks[framework.Id] = framework;
        Counters.Begin(framework.Id);
        if (framework.StreamId is { } open)
        {
            streams.Add(open, framework.Id);
        }
    }

    /// <summary>The framework that an open stream belongs to.</summary>
    public Framework? FrameworkOfStream(string streamId) =>
        streams.TryGetValue(streamId, out var id) ? frameworks[id] : null;

    /// <summary>Whether a framework is remembered as removed.</summary>
    public bool IsCompleted(FrameworkId id) => completedFrameworks.Items.Any(one => one.Framework.Id == id);

    /// <summary>Moves a framework, which has no tasks, executors or offers any more, to the removed ones.</summary>
    public void Complete(Framework framework)
    {
        Changes++;
        Invariant.Holds(TasksOf(framework.Id).Count == 0, "a framework that is removed has no tasks");
        Invariant.Holds(offersByFramework[framework.Id].Count == 0, "a framework that is removed has no offers");
        if (framework.StreamId is { } stream)
        {
            streams.Remove(stream);
        }

        frameworks.Remove(framework.Id);
        Counters.End(framework.Id);
        var ended = CompletedTasks(framework.Id);
        completedTasks.Remove(framework.Id);
        unreachableTasks.Remove(framework.Id);
        completedFrameworks.Add(new(framework, [.. ended]), out _);
    }
}
