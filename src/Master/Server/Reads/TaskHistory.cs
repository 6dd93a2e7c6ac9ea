using Kernel.Master.Core;
using Kernel.Model;

namespace Kernel.Master.Server.Reads;

/// <summary>What is remembered of a framework's tasks.</summary>
/// <param name="Completed">The last that ended, the oldest first.</param>
/// <param name="Unreachable">The last on agents that could not be reached, the oldest first.</param>
internal sealed record TaskHistory(IReadOnlyCollection<TaskEntry> Completed, IReadOnlyCollection<TaskEntry> Unreachable)
{
    /// <summary>Nothing.</summary>
    public static readonly TaskHistory None = new([], []);

    /// <summary>The history of a framework.</summary>
    public static TaskHistory Of(MasterState state, FrameworkId framework)
    {
        var completed = state.CompletedTasks(framework);
        var unreachable = state.UnreachableTasks(framework);
        return completed.Count + unreachable.Count == 0 ? None : new(completed, unreachable);
    }
}
